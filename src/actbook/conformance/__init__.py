"""Whether code computes a function: any callable against the test vectors of a site.

    import pytest
    from actbook import conformance

    @pytest.mark.parametrize("case", conformance.cases("gelu.vectors.json"), ids=str)
    def test_my_gelu(case):
        case.check(my_gelu)

Nothing but these files is needed: neither the engine nor a library of tensors is imported, unless
the callable's own is there already.
"""

from actbook.conformance.cases import Case, Report, cases

__all__ = ["Case", "Report", "cases"]
