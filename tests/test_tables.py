"""Tables on one line, whose text is escaped where it is not HTML."""

from __future__ import annotations

from markupsafe import Markup

from actbook.weaving.templates import Row, Sorted, part

COLUMNS = (("A < B", "what it & is"), ("Empty",), ("Kept",))


def test_headings_are_escaped_and_explained() -> None:
    shown = part(
        "table",
        COLUMNS,
        [Row([Markup("<b>x</b>"), "", ""]), Row(["<i>y</i>", "", "z"])],
        'A "label"',
        "own",
    )
    assert '<th scope="col" title="what it &amp; is">A &lt; B</th>' in shown
    assert 'aria-label="A &quot;label&quot;"' in shown
    assert '<table class="actbook-table own" data-search-exclude>' in shown
    assert "<td><b>x</b></td>" in shown
    assert "<td>&lt;i&gt;y&lt;/i&gt;</td>" in shown


def test_columns_without_entries_are_left_out() -> None:
    shown = part("table", COLUMNS, [Row(["x", "", "z"]), Row(["y", Sorted("", 2), ""])], "T")
    assert "Empty" not in shown
    assert "<tr><td>y</td><td></td></tr>" in shown


def test_cells_say_what_they_are_sorted_by_and_rows_can_be_led_to() -> None:
    shown = part("table", COLUMNS, [Row(["x", Sorted("1/2", 0.5), "z"], "here")], "T")
    assert '<tr id="here"><td>x</td><td data-sort="0.5">1/2</td><td>z</td></tr>' in shown


def test_a_table_is_one_line_and_can_be_focused() -> None:
    shown = part("table", COLUMNS, [Row(["x", "", ""])], "T")
    assert "\n" not in shown
    assert 'tabindex="0"' in shown
