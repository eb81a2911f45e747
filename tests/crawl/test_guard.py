"""Which addresses may be reached: the rules themselves, and what they do to real crawls."""

from ipaddress import IPv4Address, IPv6Address
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import Crawler, Site

from monitor.crawl.guard import allowed, check_address, check_url
from monitor.crawl.politeness import LOOK_AGAIN
from monitor.model.errors import ConfigError, ForbiddenAddress

FORBIDDEN = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.8.8.8",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "192.0.0.192",
    "192.0.2.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.251",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "168.63.129.16",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "2001::1",
    "64:ff9b:1::1",
    "100::1",
    "4000::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "::ffff:0:10.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2001:0:53aa:64c:0:5efe:192.168.1.1",
    "2600::5efe:10.0.0.1",
    "2600::200:5efe:127.0.0.1",
]
PUBLIC = [
    "8.8.8.8",
    "23.60.131.10",
    "100.63.255.255",
    "100.128.0.1",
    "172.32.0.1",
    "2600:1406::1",
    "64:ff9b::808:808",
    "::ffff:8.8.8.8",
    "2002:808:808::1",
]


@pytest.mark.parametrize("address", FORBIDDEN)
def test_an_address_that_is_not_public_is_refused_and_the_remedy_names_the_key(address: str) -> None:
    with pytest.raises(ForbiddenAddress, match=r"\[fetch\] allow_private"):
        check_address(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_passes(address: str) -> None:
    check_address(address)


def wrapped(inner: IPv4Address) -> list[IPv6Address]:
    value = int(inner)
    return [
        IPv6Address((0xFFFF << 32) | value),
        IPv6Address((0x64FF9B << 96) | value),
        IPv6Address((0x2002 << 112) | (value << 80)),
        IPv6Address((0x2600 << 112) | (0x5EFE << 32) | value),
    ]


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_the_same_in_every_ipv6_form(inner: IPv4Address) -> None:
    def passes(address: IPv4Address | IPv6Address) -> bool:
        try:
            check_address(address)
        except ForbiddenAddress:
            return False
        return True

    assert {passes(form) for form in wrapped(inner)} == {passes(inner)}


@given(st.ip_addresses(v=4, network="127.0.0.0/8"))
def test_what_the_operator_permits_is_permitted_in_every_form(inner: IPv4Address) -> None:
    permitted = allowed(["127.0.0.0/8"])
    check_address(inner, permitted)
    for form in wrapped(inner)[:3:2]:
        check_address(form, permitted)
    with pytest.raises(ForbiddenAddress):
        check_address("10.0.0.1", permitted)


def test_a_permitted_host_may_have_any_address_and_others_may_not() -> None:
    permitted = allowed(["wiki.example.org"])
    check_address("10.0.0.1", permitted, "Wiki.example.org")
    with pytest.raises(ForbiddenAddress, match=r"other\.example\.org is 10\.0\.0\.1, a private address"):
        check_address("10.0.0.1", permitted, "other.example.org")


@pytest.mark.parametrize("entry", ["10.0.0.0/40", "http://wiki", "10.0.0.1/8", "", "a b"])
def test_a_permission_that_is_neither_network_nor_host_names_its_key(entry: str) -> None:
    with pytest.raises(ConfigError, match=r"fetch\.allow_private"):
        allowed([entry])


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "file:/etc/passwd",
        "javascript:alert(1)",
        "gopher://example.org/",
        "http:///nohost",
        "example.org",
        "http://user@example.org/",
        "http://user:secret@example.org/",
        "http://example.org@127.0.0.1/",
        "http://127.0.0.1/",
        "http://[::1]:8080/",
        "http://[::ffff:169.254.169.254]/latest/meta-data",
        "http://[fe80::1%25eth0]/",
        "http://[broken/",
        "http://example.org:99999/",
    ],
)
def test_an_address_that_no_page_should_have_is_refused(url: str) -> None:
    with pytest.raises(ForbiddenAddress):
        check_url(url)


def test_a_refused_user_name_does_not_repeat_the_password() -> None:
    with pytest.raises(ForbiddenAddress) as refused:
        check_url("https://user:secret@example.org/")
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "url", ["https://www.fda.gov/news", "http://www.nmlegis.gov:8080/x?y=1", "https://[2600:1406::1]/"]
)
def test_an_ordinary_address_passes(url: str) -> None:
    check_url(url)


# -- over real connections --------------------------------------------------------------------------------------------

PERMITTED = {"allow_private": ["agency.test"]}


def names(**answers: list[list[str]]) -> dict[str, list[list[str]]]:
    return {name.replace("_", "."): found for name, found in answers.items()}


def refused(told: dict[str, Any], url: str) -> str:
    assert told["answers"][url]["error"] == "ForbiddenAddress"
    message: str = told["answers"][url]["message"]
    return message


@pytest.mark.parametrize(
    "secret", ["127.0.0.1", "2130706433", "0x7f.1", "127.1", "0177.0.0.1", "[::ffff:127.0.0.1]", "localhost"]
)
def test_a_redirect_into_the_own_network_is_refused_however_it_is_spelled(
    crawl: Crawler, site: Site, secret: str
) -> None:
    url = f"http://agency.test:{site.port}/go?to=http://{secret}:{site.port}/secret"
    told = crawl(url, names=names(agency_test=[["127.0.0.1"]]), settings_for=PERMITTED)
    assert "loopback" in refused(told, url)
    assert all(host == "agency.test" for host, _ in site.asked)


def test_a_redirect_to_an_address_with_a_user_name_is_refused(crawl: Crawler, site: Site) -> None:
    url = f"http://agency.test:{site.port}/go?to=http://user:x@agency.test:{site.port}/page"
    told = crawl(url, names=names(agency_test=[["127.0.0.1"]]), settings_for=PERMITTED)
    assert "carries a user name" in refused(told, url)


def test_a_redirect_to_another_scheme_is_not_followed(crawl: Crawler, site: Site) -> None:
    url = f"http://agency.test:{site.port}/go?to=file:///etc/hostname"
    told = crawl(url, names=names(agency_test=[["127.0.0.1"]]), settings_for=PERMITTED)
    assert told["answers"][url]["status"] == 302


def test_a_robots_txt_that_redirects_into_the_own_network_is_refused(crawl: Crawler, site: Site) -> None:
    site.robots = f"http://127.0.0.1:{site.port}/secret"
    url = f"http://agency.test:{site.port}/page"
    told = crawl(url, names=names(agency_test=[["127.0.0.1"]]), settings_for=PERMITTED)
    assert told["answers"][url]["status"] == 200
    assert [path for _, path in site.asked] == ["/robots.txt", "/page"]


def test_a_name_that_changes_its_answer_is_checked_at_each_connection(crawl: Crawler, site: Site) -> None:
    """The first answer is permitted; after the server hung up, the same name leads elsewhere."""
    first, second = f"http://rebind.test:{site.port}/hang-up", f"http://rebind.test:{site.port}/page"
    told = crawl(
        first,
        {"url": second, "priority": -10},
        names=names(rebind_test=[["127.0.0.1"], ["127.0.0.2"]]),
        settings_for={"allow_private": ["127.0.0.1"], "concurrency": 1},
        settings={"ROBOTSTXT_OBEY": False},
    )
    assert told["answers"][first]["status"] == 200
    assert "rebind.test is 127.0.0.2, a loopback address" in refused(told, second)
    assert [path for _, path in site.asked] == ["/hang-up"]


def test_one_bad_address_among_good_ones_is_enough_to_refuse_a_name(crawl: Crawler, site: Site) -> None:
    url = f"http://mixed.test:{site.port}/page"
    told = crawl(
        url, names=names(mixed_test=[["127.0.0.2", "169.254.169.254"]]), settings_for={"allow_private": ["127.0.0.2"]}
    )
    assert "169.254.169.254, a link-local address" in refused(told, url)
    assert site.asked == []


def test_a_host_is_reached_by_another_address_when_the_first_is_dead(crawl: Crawler, site: Site) -> None:
    url = f"http://two.test:{site.port}/page"
    told = crawl(url, names=names(two_test=[["127.0.0.9", "127.0.0.1"]]), settings_for={"allow_private": ["two.test"]})
    assert told["answers"][url]["status"] == 200


def test_a_name_that_nobody_knows_is_looked_up_once_more_and_no_other_address_of_it(crawl: Crawler) -> None:
    url, other = "http://nobody.test/", "http://nobody.test/other"
    told = crawl(
        url,
        {"url": other, "priority": -9},
        names=names(nobody_test=[[]]),
        settings={"ROBOTSTXT_OBEY": False},
        settings_for={"delay": None, "concurrency": 1},
    )
    assert told["answers"][url]["error"] == "CannotResolveHostError"
    assert told["answers"][other]["error"] == "HostGivenUp"
    assert {one["message"] for one in told["answers"].values()} == {
        "the name nobody.test is not found; is the address right, and this machine online?"
    }
    assert told["waits"] == [LOOK_AGAIN]


def test_a_name_that_nobody_knows_is_not_waited_for_at_the_pace_of_its_host(crawl: Crawler) -> None:
    url = "http://nobody.test/"
    told = crawl(url, names=names(nobody_test=[[]]), spider={"delay": 3600.0}, settings_for={"delay": None})
    assert told["answers"][url]["error"] == "HostGivenUp"
    assert told["waits"] == [LOOK_AGAIN]


def test_a_name_that_is_found_the_second_time_is_read(crawl: Crawler, site: Site) -> None:
    url = f"http://late.test:{site.port}/page"
    told = crawl(url, names=names(late_test=[[], ["127.0.0.1"]]), settings_for={"allow_private": ["late.test"]})
    assert told["answers"][url]["status"] == 200
    assert told["waits"] == [LOOK_AGAIN]


def test_the_address_to_connect_to_instead_is_permitted_and_the_page_keeps_its_address(
    crawl: Crawler, site: Site
) -> None:
    url = "https://lis.blob.core.windows.net/lisfiles/20251/BILLS.CSV?x=1"
    told = crawl(
        url,
        settings_for={"connect_to": {"https://lis.blob.core.windows.net": f"http://127.0.0.1:{site.port}/lis"}},
    )
    assert told["answers"][url]["url"] == url
    assert [path for _, path in site.asked] == ["/lis/robots.txt", "/lis/lisfiles/20251/BILLS.CSV?x=1"]


def test_a_proxy_is_not_used_to_reach_what_is_refused(crawl: Crawler, site: Site) -> None:
    url = "http://10.0.0.1/"
    told = crawl({"url": url, "meta": {"proxy": f"http://127.0.0.1:{site.port}"}}, settings={"HTTPPROXY_ENABLED": True})
    assert "private" in refused(told, url)
    assert site.asked == []
