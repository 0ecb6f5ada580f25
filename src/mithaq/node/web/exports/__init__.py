"""Exports: a matter or a list as a file, for any kind, from its declaration.

JSON and CSV, a PDF in Arabic and French, a calendar of what is owed and planned. Every file bears its
marking and the number of the event in the house log under which it left; that event is
written before the first byte is sent.
"""
