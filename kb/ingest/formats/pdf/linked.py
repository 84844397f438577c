"""Documents whose references lead somewhere: one that leads to itself would be followed without end."""

from __future__ import annotations

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfexceptions import PDFObjectNotFound
from pdfminer.pdftypes import PDFObjRef

_FARTHEST = 8


class LinkedDocument(PDFDocument):
    """A document whose objects are never mere references to others."""

    def getobj(self, objid: int) -> object:
        """Gives an object, through the references that it may be; raises PDFObjectNotFound where they go on and on."""
        found = super().getobj(objid)
        for _ in range(_FARTHEST):
            if not isinstance(found, PDFObjRef):
                return found
            found = super().getobj(found.objid)
        raise PDFObjectNotFound(objid)
