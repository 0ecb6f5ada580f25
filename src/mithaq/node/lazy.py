"""A mapping whose values are made when they are asked for, each once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

Value = TypeVar("Value")


class Lazy(Mapping[str, Value]):
    """Names, and what makes the value of one. Whatever making raises comes to whoever asks for the value."""

    def __init__(self, names: Iterable[str], make: Callable[[str], Value]) -> None:
        self._make = make
        self._names = dict.fromkeys(names)
        self._made: dict[str, Value] = {}

    def __getitem__(self, name: str) -> Value:
        if name not in self._made:
            if name not in self._names:
                raise KeyError(name)
            self._made[name] = self._make(name)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
