"""Every kind of HTML message in a real browser, as axe (the accessibility checker, https://github.com/dequelabs/axe-core) sees it.

One browser looks at all of them, each in a frame as wide as a telephone: in a light mail program, and in a dark one.
"""

import json
import os
import subprocess
from collections.abc import Iterator
from html import escape, unescape
from importlib.util import find_spec
from pathlib import Path

import pytest
from digest_world import NOW, WORLDS, World, rich
from find_chromium import find_chromium

from monitor.digests.compose import Room, compose, trial
from monitor.digests.gather import HealthEvent, operator_message
from monitor.digests.read import preview, stored
from monitor.store.engine import read, write

GRAVE = ("serious", "critical")
SCHEMES = {"dark": 0, "light": 1}
WIDTH, HEIGHT = 375, 1500

LOOK = """
const told = {};
async function look() {
  const source = document.getElementById("axe").textContent;
  for (const frame of document.querySelectorAll("iframe")) {
    const inside = frame.contentWindow;
    inside.document.documentElement.style.background = "Canvas";  // what the browser paints, where axe can read it
    inside.eval(source);
    const found = await inside.axe.run(inside.document, {resultTypes: ["violations"]});
    told[frame.title] = {
      dark: inside.matchMedia("(prefers-color-scheme: dark)").matches,
      passed: found.passes.length,
      faults: found.violations.map(one => [one.impact, one.id, one.nodes.slice(0, 3).map(node => [node.html.slice(0, 200), node.failureSummary])]),
    };
  }
  document.getElementById("told").textContent = "<" + JSON.stringify(told) + ">";
}
window.addEventListener("load", () => look().catch(error => {
  document.getElementById("told").textContent = "<" + JSON.stringify(String(error)) + ">";
}));
"""


@pytest.fixture(scope="module")
def browser() -> str:
    found = find_chromium()
    if found is None and os.environ.get("CI") == "true":
        pytest.fail("there is no Chromium: python tests/digests/find_chromium.py installs one")
    if found is None:
        pytest.skip("there is no Chromium to look at messages with: python tests/digests/find_chromium.py installs one")
    return found


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The HTML of each kind of message of each world, by name."""
    return dict(_messages(tmp_path_factory.mktemp("worlds")))


def _messages(folder: Path) -> Iterator[tuple[str, str]]:
    yield "trial", _framed(trial(Room(format="html"), "board").body)
    for name, build in WORLDS.items():
        world = World(folder / f"{name}.sqlite")
        who = build(world)
        with read(world.engine) as conn:
            for kind in ("digest", "alert", "welcome"):
                said = preview(conn, who, now=NOW, kind=kind)
                if said.ranked or kind != "alert":
                    yield f"{name} {kind}", compose(said, Room(format="html")).body
        world.engine.dispose()
    world = World(folder / "health.sqlite")
    who = rich(world)
    failing = HealthEvent(source="us.fda_recalls", state="failing", since=NOW, outcome="blocked", detail="a wall")
    with write(world.engine) as conn:
        told = operator_message(conn, who, now=NOW, slot="h", events=(failing,))
        assert told
        yield "health", compose(stored(conn, told), Room(format="html")).body
    world.engine.dispose()


def _framed(piece: str) -> str:
    return f'<!DOCTYPE html><html lang="en"><head><title>Trial</title></head><body><main><h1>Trial</h1>{piece}</main></body></html>'


def looked_at(browser: str, messages: dict[str, str], scheme: str, folder: Path) -> dict[str, dict[str, object]]:
    """What axe says of each message: {dark, passed, faults}."""
    package = find_spec("axe_core_python")
    assert package is not None
    assert package.origin is not None
    axe = (Path(package.origin).parent / "axe.min.js").read_text(encoding="utf-8").replace("</script", "<\\/script")
    frames = "".join(
        f'<iframe title="{name}" srcdoc="{escape(page)}" style="width:{WIDTH}px;height:{HEIGHT}px;border:0;color-scheme:light dark">'
        "</iframe>"
        for name, page in messages.items()
    )
    file = folder / "messages.html"
    file.write_text(
        f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark"><body>{frames}'
        f'<pre id="told"></pre><script type="text/plain" id="axe">{axe}</script>'
        f"<script>{LOOK}</script></body></html>",
        encoding="utf-8",
    )
    seen = subprocess.run(
        [
            browser,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            f"--user-data-dir={folder / 'profile'}",
            f"--blink-settings=preferredColorScheme={SCHEMES[scheme]}",
            "--virtual-time-budget=600000",
            f"--window-size={WIDTH},{HEIGHT}",
            "--dump-dom",
            file.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    told = seen.stdout.partition('<pre id="told">')[2].partition("</pre>")[0]
    assert told, f"the browser said nothing: {seen.stderr[-2000:]}"
    found = json.loads(unescape(told)[1:-1])
    assert isinstance(found, dict), found
    return found


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_serious_in_any_message(
    browser: str, messages: dict[str, str], scheme: str, tmp_path: Path
) -> None:
    told = looked_at(browser, messages, scheme, tmp_path)
    assert told.keys() == messages.keys()
    assert all(one["dark"] is (scheme == "dark") for one in told.values())
    assert all(int(str(one["passed"])) > 5 for one in told.values()), "it has really looked"
    grave = {name: [fault for fault in one["faults"] if fault[0] in GRAVE] for name, one in told.items()}  # type: ignore[attr-defined]  # a list
    assert not any(grave.values()), json.dumps({name: found for name, found in grave.items() if found}, indent=1)


def test_axe_would_say_what_is_wrong(browser: str, tmp_path: Path) -> None:
    poor = '<!DOCTYPE html><html><head></head><body><p style="color:#aaa;background:#fff">Pale <a href="https://example.org"></a></p></body></html>'
    told = looked_at(browser, {"poor": poor}, "light", tmp_path)["poor"]["faults"]
    assert {fault[1] for fault in told if fault[0] in GRAVE} >= {"color-contrast", "html-has-lang", "link-name"}  # type: ignore[attr-defined]  # a list
