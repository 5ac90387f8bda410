"""What is true of a function, and why: its variation table.

From the whole to the parts, each step built on those below it:

    variation, table      the variation table of f and of f′, derivatives on both sides of a break
    curve, scaling        the formula as smooth pieces, with fewer parameters
    zeros                 the sign chart of a smooth piece, by
    sign                    one sign that holds on a whole span
    isolate                 bisection into boxes between what holds near both ends
    taylor                    over a box, by Taylor series with a remainder
    limits                limits, exactly, and signs near an end, both by
    expansion, sums, scale   sums of monomials with exact or enclosed coefficients
    sets                  unions of intervals, exactly or as rounded
    region, exact         where signs are asked for: over parameters, of a number
    equal                 whether a number is 0, by an identity
    root                  a number that has no name, as close as it is asked for
    forms                 factors, whose signs are easier to tell than those of sums
    enclosure, interval        what decides in the end: all values of an expression over a box
"""
