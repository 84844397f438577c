"""From a file to passages: recognised by content, read in a sandbox, cleaned, divided.

`extract` gives what is written in a file, `Sandbox` does the same in a worker process with limits,
`divide` cuts an extract into passages, `text_of` gives it whole.
"""

from kb.ingest.divide import divide
from kb.ingest.lawtext import text_of
from kb.ingest.reading import extract, with_pages
from kb.ingest.sandbox import Sandbox
from kb.ingest.sniff import recognise

__all__ = ["Sandbox", "divide", "extract", "recognise", "text_of", "with_pages"]
