"""Bundles: the whole store in one file, documented in docs/backup.md, which every later release restores."""

from kb.store.bundles.format import Bundle, Manifest, Told
from kb.store.bundles.making import Made, make_bundle
from kb.store.bundles.restoring import Restored, restore_bundle

__all__ = ["Bundle", "Made", "Manifest", "Restored", "Told", "make_bundle", "restore_bundle"]
