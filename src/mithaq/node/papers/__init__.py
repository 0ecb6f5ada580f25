"""Papers: what leaves a node as a document that people hold, sign and put on file.

Typeset from plain data, signed with certificates, verified without taking anybody's word.
No kind is known here: rooms fill the shapes in `content`.
"""
