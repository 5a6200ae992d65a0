"""Categories: a tree that is small and seldom changes, so each process keeps it for a minute."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Lock

from karum.catalogue.models import Category, CategoryName

_KEPT_S = 60.0


@dataclass(frozen=True, slots=True)
class CategoryNode:
    """One category in one language, with the categories below it."""

    id: int
    slug: str
    name: str
    name_language: str
    parent_slug: str | None
    children: tuple["CategoryNode", ...] = ()


@dataclass(frozen=True, slots=True)
class _Tree:
    slugs: dict[int, str]
    parents: dict[int, int | None]
    children: dict[int | None, list[int]]
    names: dict[int, dict[str, str]]
    read_at: float = field(default_factory=time.monotonic)


_kept: _Tree | None = None
_reading = Lock()


def forget_categories() -> None:
    """Read the tree again at the next question: after a write, and between tests."""
    global _kept
    _kept = None


def categories(language: str) -> tuple[CategoryNode, ...]:
    """Return the whole tree with names in ``language`` (or English, or any)."""
    tree = _tree()
    return tuple(_node(tree, category_id, language) for category_id in tree.children.get(None, []))


def category(slug: str, language: str) -> CategoryNode | None:
    """Return one category with its children, or None."""
    tree = _tree()
    found = next((category_id for category_id, known in tree.slugs.items() if known == slug), None)
    return None if found is None else _node(tree, found, language)


def category_by_id(category_id: int, language: str) -> CategoryNode | None:
    """Return one category with its children, or None."""
    tree = _tree()
    return _node(tree, category_id, language) if category_id in tree.slugs else None


def path(slug: str, language: str) -> tuple[CategoryNode, ...]:
    """Return the category and those above it, the widest first: for breadcrumbs. Empty when there is none."""
    tree = _tree()
    found = next((category_id for category_id, known in tree.slugs.items() if known == slug), None)
    return () if found is None else tuple(_node(tree, step, language) for step in reversed(list(_up(tree, found))))


def ancestors(category_id: int) -> list[int]:
    """Return the ids of a category and of those above it."""
    return list(_up(_tree(), category_id))


def path_names(category_id: int, language: str) -> list[str]:
    """Return the names of a category and of those above it in ``language`` (or English, or any), the widest first."""
    nodes = (category_by_id(step, language) for step in reversed(ancestors(category_id)))
    return [node.name for node in nodes if node is not None]


def category_names(category_id: int) -> list[tuple[str, str]]:
    """Return (language, name) of a category and of those above it."""
    tree = _tree()
    return [pair for step in _up(tree, category_id) for pair in tree.names.get(step, {}).items()]


def all_names() -> list[tuple[int, str, str]]:
    """Return every name of every category: id, language, name."""
    return [(key, language, name) for key, names in _tree().names.items() for language, name in names.items()]


def with_all_below(category_id: int) -> list[int]:
    """Return the ids of a category and of all below it."""
    return [category_id, *(one for child in _tree().children.get(category_id, []) for one in with_all_below(child))]


def tree_read_at() -> float:
    """Return when the tree was read, for those who keep something made of it."""
    return _tree().read_at


def below(slug: str) -> list[int]:
    """Return the ids of the categories directly below ``slug``; those at the top for an empty slug."""
    tree = _tree()
    if not slug:
        return list(tree.children.get(None, []))
    found = next((category_id for category_id, known in tree.slugs.items() if known == slug), None)
    return [] if found is None else list(tree.children.get(found, []))


def slug_of(category_id: int) -> str:
    """Return the slug of a category that exists."""
    return _tree().slugs[category_id]


def _tree() -> _Tree:
    global _kept
    tree = _kept
    if tree is not None and time.monotonic() - tree.read_at < _KEPT_S:
        return tree
    with _reading:
        slugs: dict[int, str] = {}
        parents: dict[int, int | None] = {}
        children: dict[int | None, list[int]] = {}
        names: dict[int, dict[str, str]] = {}
        for row in Category.objects.order_by("position", "id").values_list("id", "slug", "parent_id"):
            slugs[row[0]], parents[row[0]] = row[1], row[2]
            children.setdefault(row[2], []).append(row[0])
        for category_id, language, name in CategoryName.objects.order_by("id").values_list(
            "category_id", "language", "name"
        ):
            names.setdefault(category_id, {})[language] = name
        tree = _Tree(slugs, parents, children, names)
        if slugs:
            _kept = tree
        return tree


def _up(tree: _Tree, category_id: int) -> Iterator[int]:
    step: int | None = category_id
    while step is not None:
        yield step
        step = tree.parents.get(step)


def _node(tree: _Tree, category_id: int, language: str) -> CategoryNode:
    names = tree.names.get(category_id, {})
    shown = next((known for known in (language, "en", *names) if known in names), "")
    parent_id = tree.parents[category_id]
    return CategoryNode(
        id=category_id,
        slug=tree.slugs[category_id],
        name=names.get(shown, tree.slugs[category_id]),
        name_language=shown or "en",
        parent_slug=None if parent_id is None else tree.slugs[parent_id],
        children=tuple(_node(tree, child, language) for child in tree.children.get(category_id, [])),
    )
