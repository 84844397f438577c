"""What pdfminer is known to raise on objects that are not what they say they are."""

from __future__ import annotations

import struct
import zlib

from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException

BROKEN = (
    PSException, PDFException, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError,
    NotImplementedError, OverflowError, ZeroDivisionError, struct.error, zlib.error,
)  # fmt: skip
