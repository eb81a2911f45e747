"""A volunteer's first quarter of an hour, without a network and with nothing set up before."""

import re
from pathlib import Path

from recorded import Policywatch

TUTORIAL = Path(__file__).parents[2] / "docs/tutorial.md"


def test_from_an_empty_folder_to_a_digest(empty: Path, policywatch: Policywatch) -> None:
    begun = policywatch("init")
    assert begun.code == 0
    assert begun.out.splitlines()[0] == "policywatch.toml is written: it explains itself"
    assert "added topic kratom, subscription weekly, subscription alerts" in begun.out
    assert "policywatch check --all" in begun.out
    assert begun.err == ""
    assert {file.name for file in empty.iterdir()} == {"policywatch.toml", "policywatch.db", "policywatch.db.made"}
    assert policywatch("apply").out == "nothing to change\n"
    assert re.search(r"0 of \d+ are well, \d+ never checked", policywatch("status").out)
    assert policywatch("doctor").code == 0
    assert "no source was checked" in policywatch("digest", "weekly").out
    assert policywatch("changes").out == ""
    assert policywatch("topics").out.startswith("kratom")


def test_what_is_there_is_kept(empty: Path, policywatch: Policywatch) -> None:
    mine = '[topics.mine]\nquery = "herring"\n'
    Path("policywatch.toml").write_text(mine)
    for _ in range(2):
        said = policywatch("init")
        assert said.code == 0
        assert said.out.startswith("policywatch.toml is kept as it is\n")
    assert Path("policywatch.toml").read_text() == mine
    assert "nothing to change" in said.out


def test_an_edited_file_is_applied_by_name(empty: Path, policywatch: Policywatch) -> None:
    policywatch("init")
    text = Path("policywatch.toml").read_text()
    Path("policywatch.toml").write_text(
        text.replace("[topics.kratom]", "[topics.leaf]").replace('["kratom"]', '["leaf"]')
    )
    said = policywatch("apply")
    assert said.out == "added topic leaf; changed subscription weekly, subscription alerts; disabled topic kratom\n"


def test_many_of_a_sort_are_counted(empty: Path, policywatch: Policywatch) -> None:
    watches = [f'[[watch]]\nname = "page {n}"\nurl = "https://page{n}.invalid/"\n' for n in range(5)]
    Path("policywatch.toml").write_text('[sources]\nenabled = ["virginia.b*"]\n' + "".join(watches))
    assert policywatch("apply").out == "added 5 watches, source virginia.bills\n"


def test_without_a_network_every_source_says_so_in_one_line(empty: Path, policywatch: Policywatch) -> None:
    pages = [f'[[watch]]\nname = "page {n}"\nurl = "https://www{n % 3}.invalid/{n}"\n' for n in range(6)]
    Path("policywatch.toml").write_text("[sources]\nenabled = []\n" + "".join(pages))
    said = policywatch("check", "--all")
    assert said.code == 1
    assert len(said.out.splitlines()) == 6
    for number in range(6):
        (line,) = (one for one in said.out.splitlines() if one.startswith(f"page {number} "))
        assert "unreachable" in line
        assert f"the name www{number % 3}.invalid is not found; is the address right, and this machine online?" in line
    assert re.fullmatch(r"a new database: .*\n", said.err)
    told = policywatch("digest", "weekly")
    assert told.code == 2
    assert policywatch("status").code == 0  # once is no reason to worry anybody


def test_the_configuration_of_the_tutorial_is_right(empty: Path, policywatch: Policywatch) -> None:
    text, real = re.findall(r"```toml\n(.*?)```", TUTORIAL.read_text(encoding="utf-8"), re.DOTALL)
    Path("real.toml").write_text(real)
    assert policywatch("apply", "real.toml", "--database", "real.db").code == 0
    policywatch("init")
    Path("policywatch.toml").write_text(text)
    said = policywatch("apply")
    assert said.code == 0
    assert said.out.startswith("added subscription team, watch Board of Pharmacy; changed topic kratom; disabled ")
    Path("policywatch.toml").write_text(text.replace('topics = ["kratom"]', 'topics = ["kratm"]'))
    assert policywatch("apply").err.strip() in TUTORIAL.read_text(encoding="utf-8")
