# ---
# title: Gradients through depth
# aliases: [training deep networks]
# ---

# %% [markdown]
# # Gradients through depth
#
# A gradient that vanishes before training is said to prevent training. This notebook measures
# gradients in networks of 20 layers before the first step, then trains the same networks, each
# with several learning rates, and compares: which measurement foretold the outcome?
#
# The theory is on the pages on [vanishing](../concepts/vanishing-gradients.md) and
# [exploding](../concepts/exploding-gradients.md) gradients. It looks at networks with random
# weights, and stops where training starts.
#
# ## Networks and functions
#
# All networks have the same shape, 20 layers of 64 units, and learn scikit-learn's handwritten
# digits. Weights are drawn from a normal distribution of variance $1/n$ or $2/n$, where $n$ is the
# number of a layer's inputs, those of the output always with $1/n$; biases start at 0. Pixels are
# centred and scaled first.
#
# Two of the five functions are one curve at two scales. The *rescaled sigmoid* is a
# [sigmoid](../activations/sigmoid.md) that is shifted to be 0 at 0 and stretched to have slope 1
# there, which makes it a stretched [tanh](../activations/tanh.md):
#
# $$ 4\sigma(x) - 2 = 2\tanh(x/2) $$

# %%
import math

import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

torch.set_num_threads(1)
digits = load_digits()
pieces = train_test_split(digits.data / 16, digits.target, test_size=0.25,
                          random_state=0, stratify=digits.target)
inputs, test_inputs = (torch.tensor(part).float() for part in pieces[:2])
labels, test_labels = (torch.tensor(part) for part in pieces[2:])
centre, spread = inputs.mean(0), inputs.std(0) + 0.01
inputs, test_inputs = ((part - centre) / spread
                       for part in (inputs, test_inputs))

functions = {
    "identity": lambda z: z,
    "sigmoid": torch.sigmoid,
    "rescaled sigmoid": lambda z: 4 * torch.sigmoid(z) - 2,
    "tanh": torch.tanh,
    "ReLU": torch.relu,
}
layers, width = 20, 64

def draw(variance, seed):
    """The weights and biases of all layers, and the weights of the output."""
    generator = torch.Generator().manual_seed(seed)

    def normal(rows, columns, variance):
        matrix = torch.randn(rows, columns, generator=generator)
        return (matrix * math.sqrt(variance / rows)).requires_grad_()

    weights = [normal(width, width, variance) for _ in range(layers)]
    biases = [torch.zeros(width, requires_grad=True) for _ in range(layers)]
    return weights, biases, normal(width, 10, 1)

def plain(h, network, function):
    weights, biases, output = network
    for weight, bias in zip(weights, biases):
        h = function(h @ weight + bias)
    return h @ output

# %% [markdown]
# ## Before the first step
#
# Measured on all images to learn from: the length of the loss's gradient in the lowest layer's
# weights, the same relative to the highest layer's, and the size of the signal that arrives at the
# top, as a root mean square.

# %%
def gradients(function, variance, forward=plain):
    """The length of the gradient in each layer's weights."""
    network = draw(variance, 0)
    answers = forward(inputs, network, function)
    loss = torch.nn.functional.cross_entropy(answers, labels)
    loss.backward()
    return [weight.grad.norm().item() for weight in network[0]]

@torch.no_grad()
def size(function, variance):
    weights, biases, _ = draw(variance, 0)
    h = inputs
    for weight, bias in zip(weights, biases):
        h = function(h @ weight + bias)
    return h.square().mean().sqrt().item()

measured = {
    (name, variance): gradients(function, variance)
    for name, function in functions.items() for variance in (1, 2)
}
print("                          lowest   lowest /   signal")
print("                        gradient    highest   at top")
for (name, variance), lengths in measured.items():
    top = size(functions[name], variance)
    print(f"{name:17} {variance}/n {lengths[0]:10.0e} "
          f"{lengths[0] / lengths[-1]:10.0e} {top:8.0e}")

# %%
#| alt: Two panels, one for each variance of the weights: the length of the gradient in each
#|   layer's weights, on a logarithmic scale, against the layer. The sigmoid's line falls steeply
#|   from the top layer to the lowest, over many powers of ten. The lines of all other functions
#|   are nearly level, at heights that differ.
figure, panels = plt.subplots(1, 2, sharey=True, figsize=(5.6, 3.6))
for panel, variance in zip(panels, (1, 2)):
    for name in functions:
        panel.semilogy(range(1, layers + 1), measured[name, variance],
                       label=name, linestyle="--" if name == "tanh" else "-")
    panel.set_title(f"weights of variance {variance}/n")
    panel.set_xlabel("layer, from the input")
panels[0].set_ylabel("length of the gradient")
panels[1].legend(loc="lower right")
plt.show()

# %% [markdown]
# ## Training
#
# Each network is trained by gradient descent with momentum, from two seeds with two learning rates.
# The table has the better accuracy of the two rates, for each seed. This cell is the long one.

# %%
#| limit: 300
def train(function, variance, seed, rate, forward=plain, steps=150):
    """Accuracy on the images kept aside."""
    network = draw(variance, seed)
    weights, biases, output = network
    parameters = [*weights, *biases, output]
    optimizer = torch.optim.SGD(parameters, lr=rate, momentum=0.9)
    generator = torch.Generator().manual_seed(seed)
    for _ in range(steps):
        batch = torch.randint(len(inputs), (64,), generator=generator)
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(
            forward(inputs[batch], network, function), labels[batch])
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        right = forward(test_inputs, network, function).argmax(1) == test_labels
    return right.float().mean().item()

rates = (0.03, 0.003)
best = {}
for name, function in functions.items():
    for variance in (1, 2):
        runs = [[train(function, variance, seed, rate) for rate in rates]
                for seed in range(2)]
        best[name, variance] = [max(run) for run in runs]
        scores = "   ".join(f"{score:.2f}" for score in best[name, variance])
        print(f"{name:17} {variance}/n   {scores}")

# %% [markdown]
# A gradient that is merely small could be made up for by a larger rate. So the two functions with
# the smallest gradients get rates ten and a hundred times as large, each from two seeds:

# %%
larger = {}
for name in ("sigmoid", "ReLU"):
    larger[name] = [train(functions[name], 1, seed, factor * rates[0])
                    for factor in (10, 100) for seed in range(2)]
    scores = "   ".join(f"{score:.2f}" for score in larger[name])
    print(f"{name:17} 1/n   {scores}")

# %% [markdown]
# ## Which measurement foretold it
#
# - **A vanished gradient did.** The sigmoid's networks learn nothing, with either variance and any
#   rate tried: their accuracy is that of guessing. The same sigmoid, rescaled, learns as tanh does.
#   So it is not the shape of its curve that keeps it from learning, nor that it saturates. What
#   rescaling changes is the slope, which at 0 was one quarter, and that outputs were all positive.
# - **A level gradient did not.** In the ReLU networks with variance $1/n$ every layer's gradient
#   has about the same length, and yet they hardly learn. The length itself is what is small, in
#   all layers alike: on the way up the signal shrinks, on the way down the gradient does, and each
#   layer's weights get the product of both. Larger rates do not make up for that. Variance $2/n$,
#   made for ReLU [@he2015], keeps both sizes, and the networks learn.
# - **To have no activation is not safe either.** With variance $2/n$ the identity's signal grows
#   from layer to layer, and training fails with each of these rates.

# %%
def lowest(name, variance):
    return measured[name, variance][0]

def level(name, variance):
    lengths = measured[name, variance]
    return 0.05 < lengths[0] / lengths[-1] < 20

for variance in (1, 2):
    assert lowest("sigmoid", variance) < 1e-6 and not level("sigmoid", variance)
    assert max(best["sigmoid", variance] + larger["sigmoid"]) < 0.2
for name in ("tanh", "rescaled sigmoid"):
    assert level(name, 1) and min(best[name, 1]) > 0.7
assert level("ReLU", 1) and level("ReLU", 2)
assert lowest("ReLU", 1) < 0.01 * lowest("ReLU", 2)
assert max(best["ReLU", 1] + larger["ReLU"]) < 0.35 < 0.5 < min(best["ReLU", 2])
assert lowest("identity", 2) > 100 and max(best["identity", 2]) < 0.3

# %% [markdown]
# ## A way around the layers
#
# A *residual* network adds to each layer's input instead of replacing it. Here each of the $L$
# layers divides its output by $\sqrt{L}$ before adding it, so that the sum stays of moderate size.
# The gradient then has a way down that passes no activation and no weight. The table has the
# gradient of the lowest layer relative to the highest, and the accuracy from two seeds:

# %%
def residual(h, network, function):
    weights, biases, output = network
    for weight, bias in zip(weights, biases):
        h = h + function(h @ weight + bias) / math.sqrt(layers)
    return h @ output

for name, function in functions.items():
    lengths = gradients(function, 1, residual)
    scores = [train(function, 1, seed, 0.01, residual) for seed in range(2)]
    accuracies = "   ".join(f"{score:.2f}" for score in scores)
    print(f"{name:17} {lengths[0] / lengths[-1]:4.1f}   {accuracies}")
    assert 0.01 < lengths[0] / lengths[-1] < 100 and min(scores) > 0.8

# %% [markdown]
# From weights drawn as above with variance $1/n$, and at one rate, every function trains, the plain
# sigmoid too. Here the activation no longer decides whether a network learns, and [comparing
# activations](which-activation.py) becomes a comparison of small differences.
