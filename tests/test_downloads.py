"""The downloads of a page run on their own and show what it shows."""

from __future__ import annotations

import re
import subprocess
import sys

import nbformat
import pytest
from pages import bibliography, page

from actbook.weaving.downloads import notebook, script

BODY = """# Ramp

The ramp $x_+$ is simple [@first2001].

## More { #more }

$$
\\operatorname{ramp}(x) = \\max(0, x)
$$

=== "NumPy"

    Indented prose, `{python} total` of them.

    ```python hide=code
    text = '''a
      b'''
    total = 1 + 1
    total  # shown
    ```

```python
def f():
    return (
        "last"
    )

print(text); f()
```

```python
None
```

```python
total;
```

```python raises=ZeroDivisionError
1 / 0
```

```python run=no reason="slow"
never()
```

```julia
x = 1
```
"""


def pieces(tmp_path):
    return page(BODY), ("2",), bibliography(tmp_path)


def test_the_script_prints_what_the_page_shows(tmp_path):
    path = tmp_path / "ramp.py"
    path.write_text(script(*pieces(tmp_path)), encoding="utf-8")
    done = subprocess.run([sys.executable, path], capture_output=True, text=True, check=True)
    expected = "2\na\n  b\n'last'\nZeroDivisionError: division by zero\n"
    assert (done.stdout, done.stderr) == (expected, "")


def test_prose_becomes_comments_with_its_values_and_references(tmp_path):
    text = script(*pieces(tmp_path))
    for line in (
        "# The ramp $x_+$ is simple [1].",
        "# ## More\n",
        "# **NumPy**",
        "# Indented prose, 2 of them.",
        "# $$\n# \\operatorname{ramp}(x) = \\max(0, x)\n# $$",
        "# Not executed here: slow\n#\n# ```python\n# never()\n# ```",
        "# ```julia\n# x = 1\n# ```",
        "# 1. Ann First. On Ramps <and> α.",
    ):
        assert line in text


def test_the_notebook_is_valid_and_always_the_same(tmp_path):
    text = notebook(*pieces(tmp_path))
    assert text == notebook(*pieces(tmp_path))
    book = nbformat.reads(text, as_version=4)
    nbformat.validate(book)
    assert len({cell.id for cell in book.cells}) == len(book.cells)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert [cell.source for cell in code] == [cell.source for cell in page(BODY).cells[:5]]
    assert code[4].metadata.tags == ["raises-exception"]
    assert "$x_+$" in book.cells[0].source


@pytest.mark.parametrize(
    ("code", "seeds"),
    [
        ("import torch", ["torch.manual_seed(0)"]),
        ("np.random.normal()", ["numpy.random.seed(0)"]),
        ("from random import gauss", ["random.seed(0)"]),
        ("np.exp(1)", []),
    ],
)
def test_downloads_start_with_the_seeds_of_what_they_use(tmp_path, code, seeds):
    made = script(page(f"# A\n\n```python\n{code}\n```\n"), (), bibliography(tmp_path))
    assert re.findall(r"^[\w.]+seed\(0\)", made, re.MULTILINE) == seeds


def test_code_that_is_no_python_is_left_as_it_is(tmp_path):
    made = script(page("# A\n\n```python\nx =\n```\n"), (), bibliography(tmp_path))
    assert made.endswith("\nx =\n")


def test_a_script_displays_without_an_import(tmp_path):
    made = script(page("# A\n\n```python\ndisplay(1, 'a')\n```\n"), (), bibliography(tmp_path))
    path = tmp_path / "a.py"
    path.write_text(made, encoding="utf-8")
    done = subprocess.run([sys.executable, path], capture_output=True, text=True, check=True)
    assert done.stdout.split() in (["1", "'a'"], ["1", "a"]) and done.stderr == ""


def test_a_script_takes_from_the_future_before_all_else(tmp_path):
    cells = ("print('a')", "from __future__ import annotations\nx = 1", "def f(x: Unknown): ...")
    made = script(
        page("# A\n" + "".join(f"\n```python\n{c}\n```\n" for c in cells)),
        (),
        bibliography(tmp_path),
    )
    path = tmp_path / "a.py"
    path.write_text(made, encoding="utf-8")
    done = subprocess.run([sys.executable, path], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("a\n", "")
