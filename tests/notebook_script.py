"""A notebook's script for tests: with works that are cited, and without."""

from __future__ import annotations

SCRIPT = """# ---
# title: First
# sources: [first2001]
# ---

# %% [markdown]
# # First
#
# A paragraph with $x^2$, a [page](../activations/ramp.md#definition) and a work [@second2002].
#
# ## Then
#
# $$ (x + 1)^2 = x^2 + 2x + 1 $$

# %%
#| alt: A line that rises.
import matplotlib.pyplot as plt

print("<needle>", 6 * 7)
plt.plot([1, 2], [1, 3])

# %%
#| hide: code
40 + 2

# %%
#| raises: ZeroDivisionError
1 / 0
"""
SMALL = SCRIPT.replace("# sources: [first2001]\n", "").replace(" [@second2002]", "")
