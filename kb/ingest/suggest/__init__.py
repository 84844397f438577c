"""Suggestions for staff from the text of a document: title, date, kind, language, topics, bodies, acts cited.

Measured on the 68 documents of corpus/ (tests/ingest/suggest/test_corpus.py; names of files are never looked at):

- title: right for all, 54 where the properties of the files are taken away (the rest are other words for the same);
- date: right for 39, which are all whose text bears the date that the manifest tells; 6 more are wrong, all below 0.5:
  days of sessions that the documents tell of, and a month without its day;
- kind: right for 66, none for 2; language: right for all;
- bodies: the first is right for 57; 10 of 11 that are suggested are right, and 3 of 4 of the manifest's are found;
- topics: the first is right for 67; 4 of 5 that are suggested are right, and 29 of 40 of the manifest's are found;
- acts: 66, all of which the documents do cite (read by hand).

The words of topics were written before the corpus was asked; the share of the best at which a second topic is
suggested, and the words that go before dates, were chosen with it, so that other documents may fare a little worse.
"""

from kb.ingest.suggest.suggesting import suggest
from kb.ingest.suggest.values import Name, Names, Seen, Suggestion, Suggestions

__all__ = ["Name", "Names", "Seen", "Suggestion", "Suggestions", "suggest"]
