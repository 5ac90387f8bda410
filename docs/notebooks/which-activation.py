# ---
# title: Which activation for digits?
# aliases: [comparing activation functions]
# ---

# %% [markdown]
# # Which activation for digits?
#
# Ten activation functions and none at all, in the same small network, on the same images, from the
# same seeds: which is best? On this task no ranking survives a look at its errors, and one function
# is slower than the rest. A harder question about the same images sets them apart: those that bend
# most where their inputs are learn it first.
#
# How to choose in general is the subject of [choosing](../concepts/choosing.md); this is one
# experiment, and it shows how little one experiment says.
#
# ## One network, many functions
#
# One hidden layer of 64 units, Adam, and scikit-learn's handwritten digits. From the same seed
# every function gets the same first weights and the same batches. All seeds of one function are
# trained side by side: their weights are stacked, and each multiplication is one of a whole stack
# of matrices. Adam changes each weight by that weight's own gradients alone, so the networks do
# not influence each other.

# %%
import math

import matplotlib.pyplot as plt
import torch
from scipy.stats import binomtest, spearmanr
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch.nn import functional as F

torch.set_num_threads(1)
digits = load_digits()
pieces = train_test_split(digits.data / 16, digits.target, test_size=0.25,
                          random_state=0, stratify=digits.target)
inputs, test_inputs = (torch.tensor(part).float() for part in pieces[:2])
labels, test_labels = (torch.tensor(part) for part in pieces[2:])

functions = {
    "none": lambda z: z, "ReLU": F.relu, "leaky ReLU": F.leaky_relu,
    "ELU": F.elu, "SELU": F.selu, "GELU": F.gelu, "SiLU": F.silu,
    "Mish": F.mish,
    "tanh": torch.tanh, "softplus": F.softplus, "sigmoid": torch.sigmoid,
}
seeds = range(5)

def draw(generators, *shape, inputs):
    """Uniform weights as a linear layer of PyTorch has, a set for each seed."""
    drawn = [torch.rand(*shape, generator=g) for g in generators]
    return ((2 * torch.stack(drawn) - 1) / math.sqrt(inputs)).requires_grad_()

def train(function, labels, test_labels, outputs, epochs):
    """Which images kept aside are right, after each epoch and for each seed."""
    generators = [torch.Generator().manual_seed(seed) for seed in seeds]
    shapes = ((64, 64), (1, 64), (64, outputs), (1, outputs))
    parameters = [draw(generators, *shape, inputs=64) for shape in shapes]
    # Fused is the same arithmetic in fewer calls, which is faster here.
    optimizer = torch.optim.Adam(parameters, lr=1e-3, fused=True)

    def answers(images):
        weight, bias, output, shift = parameters
        return function(images @ weight + bias) @ output + shift

    right = []
    for _ in range(epochs):
        orders = [torch.randperm(len(inputs), generator=g) for g in generators]
        for batch in torch.stack(orders).split(32, dim=1):
            optimizer.zero_grad()
            found, wanted = answers(inputs[batch]), labels[batch]
            loss = F.cross_entropy(found.mT, wanted, reduction="sum")
            (loss / batch.shape[1]).backward()
            optimizer.step()
        with torch.no_grad():
            right.append(answers(test_inputs[None]).argmax(2) == test_labels)
    return torch.stack(right)

def accuracy(right):
    return right.float().mean(-1)

def line(name, scores):
    return (f"{name:12} mean {scores.mean():.3f}, "
            f"from {scores.min():.3f} to {scores.max():.3f}")

# %% [markdown]
# ## Naming the digit

# %%
#| limit: 300
named = {}
for name, function in functions.items():
    named[name] = train(function, labels, test_labels, 10, epochs=30)[-1]
    print(line(name, accuracy(named[name])))

# %% [markdown]
# How much of that is chance? Two kinds of it are mixed. One is the seed, which the ranges show. The
# other is which images happened to be kept aside, and more seeds do not average it away. For an
# accuracy $p$ on $m$ images, the standard error $\sqrt{p(1 - p)/m}$ says how far off it may be on
# other images.
#
# As all functions were tried on the same images, two of them are told apart by those images that
# one gets right and the other does not, here in most of the five seeds. Were neither better, each
# such image would be the toss of a coin. The *sign test* gives the chance that coins fall at least
# as unevenly. The best is compared with ten others, so a chance of 5 % is divided by ten.

# %%
means = {name: accuracy(right).mean().item() for name, right in named.items()}
best = max(means, key=means.get)
error = math.sqrt(means[best] * (1 - means[best]) / len(test_labels))
print(f"{len(test_labels)} images, standard error {error:.3f}")
print("best mean:", best)
print("images that tell the best from")

majority = {name: right.float().mean(0) > 0.5 for name, right in named.items()}
chances = {}
for name in functions:
    if name != best:
        lost = (majority[best] & ~majority[name]).sum().item()
        won = (majority[name] & ~majority[best]).sum().item()
        chances[name] = binomtest(won, won + lost).pvalue if won + lost else 1.0
        print(f"  {name:12} {lost:2} to {won} for the best, "
              f"chance {chances[name]:.2g}")
behind = [name for name in chances if chances[name] < 0.05 / len(chances)]
print("behind:", ", ".join(behind))
assert behind == ["sigmoid"] and min(means.values()) > 0.9

# %%
#| alt: Test accuracy of five seeds for each of eleven functions, as rows of dots. The rows overlap
#|   closely, that without an activation among them, except softplus, a little lower, and sigmoid,
#|   clearly lower. A grey band of two standard errors on each side of the best mean covers all of
#|   them but sigmoid's.
figure, axes = plt.subplots(figsize=(5.6, 3.6))
axes.axvspan(means[best] - 2 * error, means[best] + 2 * error, color="#808080",
             alpha=0.15)
for place, right in enumerate(named.values()):
    axes.plot(accuracy(right), [place + 0.08 * (seed - 2) for seed in seeds],
              "o", markersize=3, color="C0")
axes.set_yticks(range(len(named)), named)
axes.invert_yaxis()
axes.set_xlabel("accuracy on images kept aside, each dot a seed")
plt.show()

# %% [markdown]
# There is no significant winner. *None* is not behind: without an activation the network can
# represent no more than logistic regression, and these digits ask for hardly more ([linear
# collapse](linear-collapse.py) shows it). Only the [sigmoid](../activations/sigmoid.md) is behind,
# and that is a matter of time: trained longer, it arrives where the others are. It is slow for two
# reasons. Its slope is at most one quarter, and its outputs are all positive. Mending either one
# helps, and mending both makes it as fast as the others.

# %%
mended = {
    "stretched": lambda z: 4 * torch.sigmoid(z),
    "shifted": lambda z: torch.sigmoid(z) - 0.5,
    "both": lambda z: 4 * torch.sigmoid(z) - 2,
}
slow = {"sigmoid": accuracy(named["sigmoid"])}
for name, function in mended.items():
    right = train(function, labels, test_labels, 10, epochs=30)
    slow[name] = accuracy(right[-1])
longer = train(torch.sigmoid, labels, test_labels, 10, epochs=100)
slow["100 epochs"] = accuracy(longer[-1])
for name, scores in slow.items():
    print(line(name, scores))

usual = sorted(means.values())[len(means) // 2]
for name in mended:
    assert slow[name].mean() > slow["sigmoid"].mean() + 0.005
for name in ("both", "100 epochs"):
    assert slow[name].mean() > usual - 0.01

# %% [markdown]
# ## Odd or even
#
# The same images, and a question that a weighted sum of pixels does not answer well: is the digit
# odd? Beside the accuracy the table has how much each function bends where its inputs are. That is
# the part of its outputs, in variance, that no straight line explains, before the first step.

# %%
#| limit: 300
generators = [torch.Generator().manual_seed(seed) for seed in seeds]
weight, bias = (draw(generators, *shape, inputs=64).detach()
                for shape in ((64, 64), (1, 64)))

def centred(values):
    return values - values.mean(1, keepdim=True)

def bend(function):
    z = (inputs @ weight + bias).double()
    out, z = centred(function(z)), centred(z)
    slope = (z * out).sum(1, keepdim=True) / z.square().sum(1, keepdim=True)
    return ((out - slope * z).square().sum() / out.square().sum()).item()

bends, odd = {}, {}
for name, function in functions.items():
    right = train(function, labels % 2, test_labels % 2, 2, epochs=20)
    bends[name], odd[name] = bend(function), accuracy(right[-1])
    print(f"{line(name, odd[name])}, bend {bends[name]:.4f}")

# %% [markdown]
# Now the functions separate, and those that bend most come furthest: ReLU, leaky ReLU and
# [GELU](../activations/gelu.md). With functions that are nearly straight there, the network has so
# far hardly done better than without any. That is a statement about speed, on one task with one
# recipe, and no ranking of functions: given time, softplus too does better, while *none* cannot.

# %%
patient = {}
for name in ("none", "softplus"):
    right = train(functions[name], labels % 2, test_labels % 2, 2, epochs=100)
    patient[name] = accuracy(right[-1])
    print(line(name, patient[name]), "after 100 epochs")

reached = {name: scores.mean().item() for name, scores in odd.items()}
first = {"ReLU", "leaky ReLU", "GELU"}
assert first == set(sorted(reached, key=reached.get)[-3:])
assert first == set(sorted(bends, key=bends.get)[-3:])
assert spearmanr(list(bends.values()), list(reached.values())).statistic > 0.6
assert odd["ReLU"].min() > max(odd["none"].max(), patient["none"].max()) + 0.01
assert patient["softplus"].mean() > odd["softplus"].mean() + 0.01
assert patient["softplus"].mean() > patient["none"].max() + 0.01
