"""Frames: several byte strings in one, each preceded by its length (four bytes, big-endian)."""

from collections.abc import Iterable


def join_frames(frames: Iterable[bytes]) -> bytes:
    """All frames in one byte string."""
    return b"".join(len(frame).to_bytes(4, "big") + frame for frame in frames)


def split_frames(joined: bytes, count: int) -> list[bytes]:
    """Exactly `count` frames and nothing after them. Raises: ValueError."""
    frames = []
    start = 0
    for _ in range(count):
        end = start + 4 + int.from_bytes(joined[start : start + 4], "big")
        if end > len(joined) or start + 4 > len(joined):
            raise ValueError("cut short")
        frames.append(joined[start + 4 : end])
        start = end
    if start != len(joined):
        raise ValueError("something after the last frame")
    return frames
