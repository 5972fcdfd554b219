"""The clause tree: labels of any style at any depth, continuation paragraphs, nothing lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from zulian.documents.reading import Block, Grid
from zulian.plans.reading.labels import Label, label_of, split_enumeration, split_following

# A first sentence up to this long, followed by more, is a heading with run-in text.
HEADING_LENGTH = 30
SENTENCE_END = re.compile(r"[。：:；;！]")
# A heading with a note on who is responsible: 开展示范创建（牵头单位：各县区残联；完成时间：9月底前）。
HEADED_NOTE = re.compile(
    rf"^(?P<title>[^。：:；;！，,（(]{{2,{HEADING_LENGTH}}}(?P<note>[（(][^（）()。]{{4,80}}[）)]))(?P<stop>[。：:])(?=.)"
)
# The colon of a time of day (9:30) ends nothing.
RUN_IN = re.compile(
    rf"^((?:[^。：:；;！]|(?<=\d)[：:](?=\d\d)){{2,{HEADING_LENGTH}}})([。：:])(?=.)"
)


@dataclass
class Node:
    """One clause: printed label, heading (with the stop that closed it), paragraphs and tables, items below."""

    label: str = ""
    style: str = ""
    value: int = 0
    title: str = ""
    stop: str = ""
    body: list[str | Grid] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)
    path: str = ""

    @property
    def text(self) -> str:
        """The running text of the clause itself, its paragraphs a line each."""
        return "\n".join(part for part in self.body if isinstance(part, str))

    @property
    def tables(self) -> list[Grid]:
        return [part for part in self.body if isinstance(part, Grid)]

    def printed(self) -> str:
        """The clause and all below it as on the paper."""
        own = [self.label + self.title + self.stop]
        own += [part if isinstance(part, str) else part.text for part in self.body]
        return "\n".join(own + [item.printed() for item in self.items])

    def walk(self) -> Iterator[Node]:
        """The clause and all below it, in reading order."""
        yield self
        for item in self.items:
            yield from item.walk()


def heading(rest: str) -> tuple[str, str, str]:
    """Split what follows a label into heading, its stop, and run-in text.

    >>> heading("加强机构建设。市、县要建立领导小组。")
    ('加强机构建设', '。', '市、县要建立领导小组。')
    """
    if (noted := HEADED_NOTE.match(rest)) and SENTENCE_END.search(noted["note"]):
        return noted["title"], noted["stop"], rest[noted.end() :]
    if rest and not SENTENCE_END.search(rest):
        return (rest, "", "") if len(rest) <= 2 * HEADING_LENGTH else ("", "", rest)
    match = RUN_IN.match(rest)
    if match is None or match[1].count("、") > 3:
        return "", "", rest
    if match[2] != "。" and ("，" in match[1] or "," in match[1]):
        return "", "", rest
    return match[1], match[2], rest[match.end() :]


def grow(
    blocks: list[Block], labelled: Callable[[str], tuple[Label, str] | None] = label_of
) -> tuple[list[Node], list[str]]:
    """Build the tree from the blocks of the body; returns the top clauses and warnings about their labels.

    `labelled` splits a line into its label and the rest.
    """
    root = Node()
    stack: list[tuple[int, Node]] = [(-1, root)]
    for block in blocks:
        if isinstance(block, Grid):
            _last_of(stack[-1][1]).body.append(block)
            continue
        found = labelled(block.text)
        if found is None:
            _add_text(stack[-1][1], block.text)
            continue
        for label, rest in split_following(*found):
            while stack[-1][0] >= label.rank:
                stack.pop()
            node = _node(label, rest)
            stack[-1][1].items.append(node)
            stack.append((label.rank, node))
    top = root.items
    if root.body:
        top = [Node(body=root.body), *top]
    warnings: list[str] = []
    _number(top, "", warnings, {})
    return top, warnings


def _node(label: Label, rest: str) -> Node:
    title, stop, text = heading(rest)
    node = Node(label.printed, label.style, label.value, title, stop)
    if text:
        _add_text(node, text)
    return node


def _last_of(node: Node) -> Node:
    """Where what follows a node's text belongs: the last item that its text was cut into (一是…二是…, 1.…2.…), else itself."""
    return node.items[-1] if node.items else node


def _add_text(node: Node, text: str) -> None:
    if (last := _last_of(node)) is not node:
        last.body.append(text)
        return
    before, parts = split_enumeration(text)
    if before:
        node.body.append(before)
    for label, rest in parts:
        node.items.append(Node(label.printed, label.style, label.value, body=[rest]))


# What tells a clause from another of the same number: 三（二）, 三（二）重.
AGAIN = "重"  # untranslated: part of an address


def _number(nodes: list[Node], path: str, warnings: list[str], running: dict[str, int]) -> None:
    """Give every clause its path (二（一）) and flag missing, repeated and out-of-order labels.

    `running` is the last value of each style in reading order: numbers may begin anew under each clause or run through.
    """
    expected: dict[str, int] = {}
    known = Counter[str]()
    for node in nodes:
        node.path = path + node.label.rstrip("、.． ")
        known[node.path] += 1
        if node.label and (times := known[node.path]) > 1:
            # Of two clauses with one number each has its own duties.
            node.path += AGAIN + (str(times) if times > 2 else "")
        if node.label:
            due = expected.get(node.style, 1)
            runs_on = node.style not in expected and node.value == running.get(node.style, 0) + 1
            facts = {"label": node.label, "where": path or _("正文")}
            if node.value == due - 1 and due > 1:
                warnings.append(_("%(where)s：编号“%(label)s”重复。") % facts)
            elif node.value > due and not runs_on:
                warnings.append(_("%(where)s：编号“%(label)s”之前缺号。") % facts)
            elif node.value < due:
                warnings.append(_("%(where)s：编号“%(label)s”次序颠倒。") % facts)
            expected[node.style] = max(due, node.value + 1)
            running[node.style] = node.value
        _number(node.items, node.path, warnings, running)
