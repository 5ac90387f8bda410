"""`display` and its kin, as cells know them from notebooks, for as long as a page runs."""

from __future__ import annotations

import contextlib
import sys
import types
from collections.abc import Callable, Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from typing import Any

from actbook.execution.capture import Capture
from actbook.execution.forms import Forms, forms, of_bundle
from actbook.result import Output

#: Where IPython defines them, and from where cells import them.
_HOME = "IPython.core.display_functions"
_MODULES = (_HOME, "IPython.display")


class Display:
    """What the cells of a page display. `draw` draws a figure, and is False for other things;
    `forget` hears that what was shown so far is gone."""

    def __init__(
        self, capture: Capture, draw: Callable[[Any], bool], forget: Callable[[], None]
    ) -> None:
        self._capture = capture
        self._draw = draw
        self._forget = forget
        self._named: dict[str, Output] = {}

    @contextlib.contextmanager
    def installed(self, namespace: dict[str, Any]) -> Iterator[None]:
        """`display` is there as in a notebook; of IPython, once it is imported, all of them."""
        own = {
            "display": self.display,
            "clear_output": self.clear,
            "publish_display_data": self.publish,
        }
        namespace.setdefault("display", self.display)
        before: dict[str, Any] = {}

        def replace(module: types.ModuleType) -> None:
            before.update({name: getattr(module, name) for name in own})
            module.__dict__.update(own)

        finder = _Finder(replace)
        for name in _MODULES:
            if name in sys.modules:
                replace(sys.modules[name])
        sys.meta_path.insert(0, finder)
        try:
            yield
        finally:
            sys.meta_path.remove(finder)
            for name in _MODULES:
                if name in sys.modules:
                    sys.modules[name].__dict__.update(before)

    def display(
        self,
        *values: Any,
        raw: bool = False,
        display_id: str | bool | None = None,
        update: bool = False,
        **others: Any,
    ) -> Any:
        """Show values in their richest form. With `update`, in the place of what had that name."""
        name = str(id(values)) if display_id is True else display_id
        for value in values:
            if self._draw(value) or (not raw and _shows_itself(value)):
                continue
            self._show(*(of_bundle(value) if raw else forms(value)), name, update)
        if name and not update and _HOME in sys.modules:
            return sys.modules[_HOME].DisplayHandle(name)
        return None

    def publish(self, data: dict[str, Any], *arguments: Any, **named: Any) -> None:
        """Show what is given in several forms."""
        self._show(*of_bundle(data), None, bool(named.get("update")))

    def clear(self, wait: bool = False) -> None:
        """Nothing that the cell has shown up to now stays."""
        self._capture.clear()
        self._forget()

    def _show(self, text: str, data: Forms, name: str | bool | None, update: bool) -> None:
        before = self._named.get(str(name)) if update else None
        shown = self._capture.show("display", text, data, before)
        if name:
            self._named[str(name)] = shown


def _shows_itself(value: Any) -> bool:
    method = getattr(type(value), "_ipython_display_", None)
    if not callable(method):
        return False
    try:
        method(value)
    except NotImplementedError:
        return False
    return True


class _Finder(MetaPathFinder):
    """Finds IPython's module as ever, and has it `changed` as soon as it is there."""

    def __init__(self, changed: Callable[[types.ModuleType], None]) -> None:
        self._changed = changed

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path) if name == _HOME else None
        if spec is None or spec.loader is None:
            return None
        load = spec.loader.exec_module

        def loaded(module: types.ModuleType) -> None:
            load(module)
            self._changed(module)

        spec.loader.exec_module = loaded  # type: ignore[method-assign]
        return spec
