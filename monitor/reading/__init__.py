"""Bytes → text that a person would read, amendment marks kept (step 4 of the path). Pure: no network, clock or database.

`read` takes any response; `html.html_text`, `pdf.pdf_text` and `xml.xml_text` take one format. Text is blocks, one per
line: `# ` before
headings, `- ` or `1. ` before list items, `| a | b |` for table rows, `[words](address)` for links, `[-struck-]` and
`{+inserted+}` for amendments. `EDITION` rises whenever the same bytes give another text.
"""

from monitor.reading.blocks import EDITION, Reading
from monitor.reading.charset import decode
from monitor.reading.dispatch import read
from monitor.reading.plain import plain_text

__all__ = ["EDITION", "Reading", "decode", "plain_text", "read"]
