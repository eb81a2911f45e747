"""A response as a person would read it: HTML, PDF, XML or text, through `monitor.reading`."""

from collections.abc import Sequence

from scrapy.http import Response

from monitor.model.documents import Page
from monitor.model.errors import ExtractionError
from monitor.reading import Reading, read


def reading_of(response: Response, *, css: str = "", ignore: Sequence[str] = ()) -> Reading:
    """Title and text of a response; only what `css` selects, without what `ignore` names."""
    declared = (response.headers.get("Content-Type") or b"").decode("latin-1")
    media_type, _, parameters = declared.partition(";")
    _, _, charset = parameters.lower().partition("charset=")
    return read(
        response.body,
        media_type=media_type.strip(),
        url=response.url,
        charset=charset.partition(";")[0].strip(" \"'"),
        css=css,
        ignore=tuple(ignore),
    )


def page_of(response: Response, address: str, *, title: str = "", css: str = "", ignore: Sequence[str] = ()) -> Page:
    """The page at an address. `title` serves where the page has none; a page without a word to read is a fault."""
    reading = reading_of(response, css=css, ignore=ignore)
    if not reading.text.strip():
        raise ExtractionError("the page has no text to read", url=response.url, selector=css)
    return Page(identifier=address, title=reading.title or title or address, url=address, text=reading.text)
