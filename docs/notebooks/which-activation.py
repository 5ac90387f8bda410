# ---
# title: Which activation for digits?
# aliases: [comparing activation functions]
# ---

# %% [markdown]
# # Which activation for digits?
#
# Ten activation functions and none at all, in the same small network, on the same images, from the
# same seeds: which is best? On this task no ranking survives a look at its errors, one function is
# slower than the rest, and a harder question about the same images separates having an activation
# from having none.
#
# How to choose in general is the subject of [choosing](../concepts/choosing.md); this is one
# experiment, and it shows how little one experiment says.
#
# ## One network, many functions
#
# One hidden layer of 64 units, Adam, and scikit-learn's handwritten digits. All seeds of one
# function are trained side by side: their weights are stacked, and each multiplication is one of a
# whole stack of matrices. Adam changes each weight by that weight's own gradients alone, so the
# networks do not influence each other.

# %%
import math

import matplotlib.pyplot as plt
import torch
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
    "ELU": F.elu, "SELU": F.selu, "GELU": F.gelu, "SiLU": F.silu, "Mish": F.mish,
    "tanh": torch.tanh, "softplus": F.softplus, "sigmoid": torch.sigmoid,
}
seeds = range(5)

def draw(generators, *shape, inputs):
    """Uniform weights as a linear layer of PyTorch has, a set for each seed."""
    drawn = [torch.rand(*shape, generator=generator) for generator in generators]
    return ((2 * torch.stack(drawn) - 1) / math.sqrt(inputs)).requires_grad_()

def train(function, labels, test_labels, outputs, epochs):
    """Accuracy on the images kept aside, after each epoch and for each seed."""
    generators = [torch.Generator().manual_seed(seed) for seed in seeds]
    shapes = ((64, 64), (1, 64), (64, outputs), (1, outputs))
    parameters = [draw(generators, *shape, inputs=64) for shape in shapes]
    optimizer = torch.optim.Adam(parameters, lr=1e-3)

    def answers(images):
        weight, bias, output, shift = parameters
        return function(images @ weight + bias) @ output + shift

    scores = []
    for _ in range(epochs):
        orders = [torch.randperm(len(inputs), generator=g) for g in generators]
        for batch in torch.stack(orders).split(32, dim=1):
            optimizer.zero_grad()
            found, wanted = answers(inputs[batch]), labels[batch]
            loss = F.cross_entropy(found.transpose(1, 2), wanted, reduction="sum")
            (loss / batch.shape[1]).backward()
            optimizer.step()
        with torch.no_grad():
            right = answers(test_inputs[None]).argmax(2) == test_labels
        scores.append(right.float().mean(1))
    return torch.stack(scores)

# %% [markdown]
# ## Naming the digit

# %%
#| limit: 300
curves = {}
for name, function in functions.items():
    curves[name] = train(function, labels, test_labels, 10, epochs=30)
    final = curves[name][-1]
    print(f"{name:10} mean {final.mean():.3f}, "
          f"from {final.min():.3f} to {final.max():.3f}")

# %% [markdown]
# How much of that is chance? Two chances are mixed in it. One is the seed, which the ranges show.
# The other is which images happened to be kept aside: an accuracy $p$ measured on $m$ images has a
# standard error of $\sqrt{p(1 - p)/m}$, which is the same for all seeds and is not averaged away
# by training more of them.

# %%
m = len(test_labels)
means = {name: curve[-1].mean().item() for name, curve in curves.items()}
typical = sorted(means.values())[len(means) // 2]
error = math.sqrt(typical * (1 - typical) / m)
print(f"{m} images: standard error {error:.3f}, two of them {2 * error:.3f}")
best = max(means.values())
leaders = [name for name, mean in means.items() if best - mean < 2 * error]
print("within two standard errors of the best:", ", ".join(leaders))
print("behind:", ", ".join(name for name in functions if name not in leaders))
assert all(mean > 0.9 for mean in means.values())
assert len(leaders) >= 8 and "sigmoid" not in leaders

# %%
#| alt: Test accuracy of five seeds for each of eleven functions, as rows of dots. The rows overlap
#|   closely, that without an activation among them, except softplus, a little lower, and sigmoid,
#|   clearly lower. A grey band of two standard errors on each side of the middle covers all of
#|   them but sigmoid's.
figure, axes = plt.subplots(figsize=(5.6, 3.6))
axes.axvspan(typical - 2 * error, typical + 2 * error, color="#808080",
             alpha=0.15)
for place, curve in enumerate(curves.values()):
    axes.plot(curve[-1], [place + 0.08 * (seed - 2) for seed in seeds], "o",
              markersize=3, color="C0")
axes.set_yticks(range(len(curves)), curves)
axes.invert_yaxis()
axes.set_xlabel("accuracy on images kept aside, each dot a seed")
plt.show()

# %% [markdown]
# There is no significant winner. *None* is among the leaders: without an activation the network
# can represent no more than logistic regression, and these digits ask for no more ([linear
# collapse](linear-collapse.py) shows why). Only the [sigmoid](../activations/sigmoid.md) is
# behind, and that is a matter of time: its slope is at most one quarter, so its network starts out
# learning more slowly. Trained longer, it arrives where the others are.

# %%
longer = train(torch.sigmoid, labels, test_labels, 10, epochs=100)
for epochs in (10, 30, 100):
    scores = longer[epochs - 1]
    print(f"sigmoid after {epochs:3} epochs: mean {scores.mean():.3f}, "
          f"from {scores.min():.3f} to {scores.max():.3f}")
assert longer[-1].mean() > best - 2 * error
assert longer[-1].mean() > longer[29].mean() + 0.01

# %% [markdown]
# ## Odd or even
#
# The same images, and a question that a weighted sum of pixels cannot answer: is the digit odd?

# %%
#| limit: 300
odd = {}
for name, function in functions.items():
    odd[name] = train(function, labels % 2, test_labels % 2, 2, epochs=20)[-1]
    print(f"{name:10} mean {odd[name].mean():.3f}, "
          f"from {odd[name].min():.3f} to {odd[name].max():.3f}")

# %% [markdown]
# Now the functions separate. ReLU, leaky ReLU and [GELU](../activations/gelu.md), which bend where
# the inputs are, come furthest. With functions that are nearly straight there, the network has so
# far hardly left the line that it would be confined to without them. That is a statement about
# speed, on one task with one recipe, and no ranking of functions: given time, softplus too leaves
# that line, while *none* cannot.

# %%
patient = train(F.softplus, labels % 2, test_labels % 2, 2, epochs=150)[-1]
print(f"none after 20 epochs, at best: {odd['none'].max():.3f}")
print(f"ReLU after 20 epochs, at worst: {odd['ReLU'].min():.3f}")
print(f"softplus after 150 epochs, at worst: {patient.min():.3f}")
assert odd["ReLU"].min() > odd["none"].max() + 0.01
assert patient.mean() > odd["softplus"].mean() + 0.01
assert patient.mean() > odd["none"].max()
