"""One XML file in a ZIP, read record by record: a session's bills are some tens of megabytes. Step 3 of the path.

Nothing is unpacked to disk, no entity is expanded, and an archive or file that breaks off is a fault: it would read like a
shorter one.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

from lxml import etree
from scrapy.http import Response

from monitor.model.errors import ExtractionError

LARGEST = 400 * 1024 * 1024
"""Bytes of unpacked XML that are read; a bomb claims more."""


def records(response: Response, root: str, name: str) -> Iterator[tuple[dict[str, str], Any]]:
    """The root's attributes with each element of that name below it, which is emptied when the next one is asked for.

    Raises ExtractionError for what is no such ZIP, holds not exactly one XML file, is damaged, or has another root.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(response.body)) as archive, archive.open(_only(archive, response.url)) as file:
            yield from _elements(file, root, name, response.url)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        start = response.body[:40].decode("utf-8", "replace").strip()
        raise ExtractionError(f"expected a ZIP, found {start!r}: {error}", url=response.url) from error
    except etree.XMLSyntaxError as error:
        raise ExtractionError(f"expected well-formed XML: {error}", url=response.url) from error


def _only(archive: zipfile.ZipFile, url: str) -> zipfile.ZipInfo:
    members = [member for member in archive.infolist() if member.filename.lower().endswith(".xml")]
    if len(members) != 1:
        raise ExtractionError(f"expected one XML file in the ZIP, found {len(members)}", url=url)
    if members[0].file_size > LARGEST:
        raise ExtractionError(f"{members[0].filename} has {members[0].file_size} bytes", url=url)
    return members[0]


def _elements(file: IO[bytes], root: str, name: str, url: str) -> Iterator[tuple[dict[str, str], Any]]:
    attributes: dict[str, str] | None = None
    events = etree.iterparse(
        file, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    for event, element in events:
        if attributes is None:
            if element.tag != root:
                raise ExtractionError(f"expected <{root}>, found <{element.tag}>", url=url, selector=root)
            attributes = {str(key): str(value) for key, value in element.attrib.items()}
        elif event == "end" and element.tag == name:
            yield attributes, element
            element.clear(keep_tail=False)
            while element.getprevious() is not None:
                del element.getparent()[0]
