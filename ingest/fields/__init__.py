"""The fields of a letter: one module each, brought together by ``letter.read_letter``.

To add a field: give ``ingest.reading.Letter`` an attribute with a default,
write ``ingest/fields/NAME.py`` with ``read(anatomy, …)``, call it in
``letter.read_letter``, and add what it must conclude to letters of the corpus.
"""
