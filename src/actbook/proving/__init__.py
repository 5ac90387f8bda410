"""The facts of a function and their proofs.

A fact goes down this line, a file a step, and its verdict comes back up:

    checks                the verdict on each fact, also where no proof is found
    decide                one fact over all parameters: proved, refuted or left open
    prove                 regions of parameters, split where something changes
    facts, shape          what the page states against what is true; `finding` has the words
    analysis              all that is true of f: monotone stretches, derivatives on both sides
    curve, scaling        the formula as smooth pieces, with fewer parameters
    signs                 zeros and signs of a smooth piece, by
    settle, tails           one sign that holds on a whole span
    isolate                 bisection between two such spans
    limits, series        limits, exactly, by leading terms
    root                  a number that has no name, as close as it is asked for
    line, region, exact   where signs are asked for: along x, over parameters, of a number
    equal                 whether a number is 0, by an identity
    forms                 factors, whose signs are easier to tell than those of sums
    box, enclosure, interval   what decides in the end: all values of an expression over a box

What is found is data: `statements` are what can be said of f, `evidence` is why a verdict is what
it is, and `wording` alone makes sentences of them, in the parameters of the page.

Two files keep it honest. `trials` looks for counterexamples on a way of its own, `sets` compares
what is stated with what was found, exactly or as rounded. Beside the line stand `components`, for
vector functions, and `autograd`, for what PyTorch returns.
"""
