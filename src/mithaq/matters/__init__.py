"""Rooms: what is special to a kind, where the free screens are not enough.

A room is a Django app of its own: found because it stands here, with its pages under its own name. Rooms
never import each other; a kind without a room works all the same.
"""
