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

torch.set_num_threads(1)
seed = 0
seeds = range(100 * seed, 100 * seed + 4)
layers, width = 20, 64

functions = {
    "identity": lambda z: z,
    "sigmoid": torch.sigmoid,
    "rescaled sigmoid": lambda z: 4 * torch.sigmoid(z) - 2,
    "tanh": torch.tanh,
    "ReLU": torch.relu,
}

def images():
    """To learn from and to test with, centred and scaled, and the digits on them."""
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    digits = load_digits()
    pieces = train_test_split(digits.data / 16, digits.target, test_size=0.25,
                              random_state=seed, stratify=digits.target)
    inputs, test_inputs = (torch.tensor(part).float() for part in pieces[:2])
    centre, spread = inputs.mean(0), inputs.std(0) + 0.01
    return ((inputs - centre) / spread, (test_inputs - centre) / spread,
            *(torch.tensor(part) for part in pieces[2:]))

def draw(variance):
    """The weights and biases of all layers, and the weights of the output."""
    generators = [torch.Generator().manual_seed(one) for one in seeds]

    def normal(columns, variance):
        drawn = [torch.randn(width, columns, generator=g) for g in generators]
        return (torch.stack(drawn) * math.sqrt(variance / width)).requires_grad_()

    weights = [normal(width, variance) for _ in range(layers)]
    biases = [torch.zeros(len(seeds), 1, width, requires_grad=True)
              for _ in range(layers)]
    return weights, biases, normal(10, 1)

def plain(signal, network, function):
    """What arrives at the top."""
    weights, biases, _ = network
    for weight, bias in zip(weights, biases):
        signal = function(torch.baddbmm(bias, signal, weight))
    return signal

def loss(answers, labels):
    """The mean over the images, summed over the networks, which do not share a weight."""
    return torch.nn.functional.cross_entropy(answers.mT, labels,
                                             reduction="sum") / labels.shape[1]

# %% [markdown]
# ## Before the first step
#
# Measured on 300 images to learn from: the length of the loss's gradient in the lowest layer's
# weights, the same relative to the highest layer's, and the size of the signal that arrives at the
# top, as a root mean square. The table has the median of four seeds.

# %%
def measure(data, function, variance, forward=plain):
    """Lengths of the gradient for each layer's weights and seed, and the signal's size."""
    inputs, labels = (part[:300].expand(len(seeds), *part[:300].shape)
                      for part in (data[0], data[2]))
    network = draw(variance)
    top = forward(inputs, network, function)
    loss(top @ network[2], labels).backward()
    return {
        "lengths": torch.stack([weight.grad.norm(dim=(1, 2)) for weight in network[0]]),
        "signal": top.detach().square().mean((1, 2)).sqrt(),
    }

# %%
#| record: measured
data = images()
measured = {
    (name, variance): measure(data, function, variance)
    for name, function in functions.items() for variance in (1, 2)
}

# %%
def middle(values):
    return values.median(-1).values

def ratio(found):
    """The gradient of the lowest layer relative to the highest, for each seed."""
    return found["lengths"][0] / found["lengths"][-1]

print("                          lowest   lowest /   signal")
print("                        gradient    highest   at top")
for (name, variance), found in measured.items():
    print(f"{name:17} {variance}/n {middle(found['lengths'][0]):10.0e} "
          f"{middle(ratio(found)):10.0e} {middle(found['signal']):8.0e}")

# %%
#| alt: Two panels, one for each variance of the weights: the length of the gradient in each
#|   layer's weights, on a logarithmic scale, against the layer. The sigmoid's line falls steeply
#|   from the top layer to the lowest, over many powers of ten. The lines of all other functions
#|   are nearly level, at heights that differ.
figure, panels = plt.subplots(1, 2, sharey=True, figsize=(5.6, 3.6))
for panel, variance in zip(panels, (1, 2)):
    for name in functions:
        panel.semilogy(range(1, layers + 1), middle(measured[name, variance]["lengths"]),
                       label=name, linestyle="--" if name == "tanh" else "-")
    panel.set_title(f"weights of variance {variance}/n")
    panel.set_xlabel("layer, from the input")
panels[0].set_ylabel("length of the gradient")
panels[1].legend(loc="lower right")
plt.show()

# %% [markdown]
# ## Training
#
# Each network is trained by gradient descent with momentum, from four seeds with two learning
# rates. The table has the better accuracy of the two rates, for each seed. A gradient that is
# merely small could be made up for by a larger rate. So the two functions with the smallest
# gradients also get rates ten and a hundred times as large as the larger one.

# %%
def train(data, function, variance, rate, forward=plain, steps=150):
    """Accuracies on the images kept aside, of a network for each seed."""
    inputs, test_inputs, labels, test_labels = data
    network = draw(variance)
    weights, biases, output = network
    optimizer = torch.optim.SGD([*weights, *biases, output], lr=rate, momentum=0.9)
    generators = [torch.Generator().manual_seed(one) for one in seeds]
    for _ in range(steps):
        batch = torch.stack([torch.randint(len(inputs), (32,), generator=g)
                             for g in generators])
        optimizer.zero_grad()
        loss(forward(inputs[batch], network, function) @ output, labels[batch]).backward()
        optimizer.step()
    with torch.no_grad():
        tests = test_inputs.expand(len(seeds), *test_inputs.shape)
        answers = forward(tests, network, function) @ output
    return (answers.argmax(2) == test_labels).double().mean(1).tolist()

# %%
#| record: best larger
#| limit: 300
data, rates = images(), (0.01, 0.003)
best, larger = {}, {}
for name, function in functions.items():
    for variance in (1, 2):
        runs = [train(data, function, variance, rate) for rate in rates]
        best[name, variance] = [max(pair) for pair in zip(*runs)]
for name in ("sigmoid", "ReLU"):
    larger[name] = {factor: train(data, functions[name], 1, factor * rates[0])
                    for factor in (10, 100)}

# %%
def shown(scores):
    return "   ".join(f"{score:.2f}" for score in scores)

for (name, variance), scores in best.items():
    print(f"{name:17} {variance}/n   {shown(scores)}")
for name, found in larger.items():
    for factor, scores in found.items():
        print(f"{name:17} 1/n   {shown(scores)}   rate {factor} times as large")

# %% [markdown]
# ## Which measurement foretold it
#
# - **A vanished gradient did.** The sigmoid's networks learn nothing, with either variance and any
#   rate tried: their accuracy is that of guessing. The same sigmoid, rescaled, learns as tanh does.
#   So it is not the shape of its curve that keeps it from learning, nor that it saturates. What
#   rescaling changes is the slope, which at 0 was one quarter, and that outputs were all positive.
# - **A level gradient did not.** In the ReLU networks with variance $1/n$ the lowest layer's
#   gradient is about as long as the highest's, and yet they hardly learn. The length itself is what
#   is small, in all layers alike: on the way up the signal shrinks, on the way down the gradient
#   does, and each layer's weights get the product of both. Larger rates do not make up for that.
#   Variance $2/n$, made for ReLU [@he2015], keeps both sizes, and the networks learn.
# - **To have no activation is not safe either.** With variance $2/n$ the identity's signal grows
#   from layer to layer, and training fails with each of these rates.

# %%
def mean(values):
    return sum(values) / len(values)

def lowest(name, variance):
    return middle(measured[name, variance]["lengths"][0])

def level(name, variance):
    lengths = middle(measured[name, variance]["lengths"])
    return lengths.min() > 0.05 * lengths.max()

for variance in (1, 2):
    assert lowest("sigmoid", variance) < 1e-6 and not level("sigmoid", variance)
    assert max(best["sigmoid", variance]) < 0.2
    for name in functions:
        assert name == "sigmoid" or level(name, variance)
others = [lowest(name, 1) for name in functions if name not in ("sigmoid", "ReLU")]
assert max(lowest("sigmoid", 1), lowest("ReLU", 1)) < 0.1 * min(others)
assert max(larger["sigmoid"][10] + larger["sigmoid"][100]) < 0.2
for name in ("tanh", "rescaled sigmoid"):
    assert min(best[name, 1] + best[name, 2]) > 0.7
assert abs(mean(best["tanh", 1]) - mean(best["rescaled sigmoid", 1])) < 0.1
assert lowest("ReLU", 1) < 0.01 * lowest("ReLU", 2) and lowest("ReLU", 2) > 0.05
assert middle(measured["ReLU", 1]["signal"]) < 0.01
assert 0.2 < middle(measured["ReLU", 2]["signal"]) < 5
assert max(best["ReLU", 1] + larger["ReLU"][10] + larger["ReLU"][100]) < 0.35
assert mean(best["ReLU", 2]) > 0.5
assert middle(measured["identity", 2]["signal"]) > 100
assert max(best["identity", 2]) < 0.3 and min(best["identity", 1]) > 0.6

# %% [markdown]
# ## A way around the layers
#
# A *residual* network adds to each layer's input instead of replacing it. Here each of the $L$
# layers divides its output by $\sqrt{L}$ before adding it, so that the sum stays of moderate size.
# The gradient then has a way down that passes no activation and no weight. The table has the
# gradient of the lowest layer relative to the highest, as the median of four seeds, and their
# accuracies:

# %%
def residual(signal, network, function):
    weights, biases, _ = network
    for weight, bias in zip(weights, biases):
        change = function(torch.baddbmm(bias, signal, weight))
        signal = signal + change / math.sqrt(layers)
    return signal

# %%
#| record: around learnt
data = images()
around = {name: measure(data, function, 1, residual)
          for name, function in functions.items()}
learnt = {name: train(data, function, 1, 0.01, residual)
          for name, function in functions.items()}

# %%
for name in functions:
    print(f"{name:17} {middle(ratio(around[name])):4.1f}   {shown(learnt[name])}")
    assert ratio(around[name]).min() > 0.01 and ratio(around[name]).max() < 100
    assert around[name]["signal"].max() < 10 and min(learnt[name]) > 0.8

# %% [markdown]
# From weights drawn as above with variance $1/n$, and at one rate, every function trains, the plain
# sigmoid too. Here the activation no longer decides whether a network learns, and [comparing
# activations](which-activation.py) becomes a comparison of small differences.
