"""The texts of Utah's bills that the spider names are read as law texts with their amendment marks."""

from pathlib import Path

from monitor.reading import read


def test_every_text_of_the_captured_bills_is_read(corpus: Path) -> None:
    files = sorted((corpus / "states/ut/bills").rglob("*.xml"))
    assert len(files) >= 6
    for file in files:
        found = read(file.read_bytes(), media_type="application/xml").text
        assert len(found) > 5_000, file.name
    kratom = [file for file in files if file.name.startswith("HB0387")]
    assert all("kratom" in read(file.read_bytes(), media_type="application/xml").text.lower() for file in kratom)
