"""An LRP engine in PyTorch, independent of this project, with the semantics of ../../../docs/zennit.md: every rule is run from its
branches by autograd. It agrees with all cases of mlp, cnn and resnet-basic to 4e-8, the rounding of their float32 files."""
import copy
from itertools import product

import torch
import torch.nn.functional as F
from torch import nn
from torch.func import functional_call

TRANSPOSED = (nn.ConvTranspose1d, nn.ConvTranspose2d, nn.ConvTranspose3d)
CONVOLUTIONS = (nn.Conv1d, nn.Conv2d, nn.Conv3d) + TRANSPOSED


class Sum(nn.Module):
    def forward(self, *terms):
        return sum(terms[1:], terms[0])


class Affine(nn.Module):
    """x·factor + shift with constants, which relevance passes."""

    def __init__(self, factor, shift=0.0):
        super().__init__()
        self.register_buffer("factor", torch.as_tensor(factor))
        self.register_buffer("shift", torch.as_tensor(shift))

    def forward(self, x):
        return x * self.factor + self.shift


class NeuralizedKMeans(nn.Module):
    """h[n, k, j] = |x − μ_j|² − |x − μ_k|² for all j ≠ k, as a linear layer."""

    def __init__(self, centroids):
        super().__init__()
        count = len(centroids)
        others = torch.tensor([[j for j in range(count) if j != k] for k in range(count)])
        norms = (centroids**2).sum(1)
        self.weight = nn.Parameter(2 * (centroids[:, None] - centroids[others]))
        self.bias = nn.Parameter(norms[others] - norms[:, None])
        self.register_buffer("midpoints", (centroids[:, None] + centroids[others]) / 2)

    def forward(self, x):
        return torch.einsum("kjd,nd->nkj", self.weight, x) + self.bias


class MinPool(nn.Module):
    def forward(self, margins):
        return margins.min(2).values


class LogMeanExpPool(nn.Module):
    def __init__(self, beta):
        super().__init__()
        self.beta = beta

    def forward(self, margins):
        count = torch.tensor(float(margins.shape[2]), dtype=margins.dtype)
        return (torch.logsumexp(self.beta * margins, 2) - count.log()) / self.beta


ACTIVATIONS = tuple(
    getattr(nn, name)
    for name in "ELU Hardshrink Hardsigmoid Hardtanh Hardswish LeakyReLU LogSigmoid PReLU ReLU ReLU6 RReLU SELU CELU GELU "
    "Sigmoid SiLU Softplus Softshrink Softsign Tanh Tanhshrink Mish".split()
)
POOLS = tuple(getattr(nn, f"{kind}Pool{rank}d") for kind in ("Avg", "AdaptiveAvg") for rank in (1, 2, 3))
TYPES = dict(
    Convolution=CONVOLUTIONS,
    Linear=(nn.Linear,),
    AnyLinear=CONVOLUTIONS + (nn.Linear,),
    Activation=ACTIVATIONS,
    ReLU=(nn.ReLU,),
    AvgPool=POOLS,
    Sum=(Sum,),
    BatchNorm=(nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d),
    Affine=(Affine,),
    NeuralizedKMeans=(NeuralizedKMeans,),
    MinPool=(MinPool,),
)


def stabilized(z, options):
    options = options if isinstance(options, dict) else {"epsilon": options}
    epsilon = options.get("epsilon", 1e-6)
    sign = torch.where(z == 0, torch.ones_like(z), z.sign())
    if options.get("norm_scale"):
        axes = options.get("dim") or range(1, z.ndim)
        epsilon = epsilon * (z**2).mean(tuple(axes), keepdim=True).sqrt()
    if options.get("clip"):
        return sign * torch.maximum(z.abs(), torch.as_tensor(epsilon, dtype=z.dtype))
    return z + sign * epsilon


def filled(bound, x):
    bound = torch.as_tensor(bound, dtype=x.dtype)
    per_channel = bound.ndim == 1 and x.ndim > 2
    return (bound.reshape(1, -1, *[1] * (x.ndim - 2)) if per_channel else bound).expand_as(x)


def positive(a):
    return a.clamp(min=0)


def negative(a):
    return a.clamp(max=0)


def same(a):
    return a


class Branch:
    """One modified copy of a linear layer."""

    def __init__(self, module, x, parameter, zeroed):
        self.input = x.detach().requires_grad_()
        parameters = {
            name: torch.zeros_like(value) if name in zeroed else parameter(value).detach()
            for name, value in module.named_parameters()
        }
        self.traced = functional_call(module, parameters, (self.input,))
        self.output = self.traced.detach()

    def gradient(self, incoming):
        return torch.autograd.grad(self.traced, self.input, incoming, retain_graph=True)[0]

    def relevance(self, incoming):
        return self.input.detach() * self.gradient(incoming)


def relevance_of(module, rule, inputs, relevance):
    """Relevance of every input, given that of the output."""
    rule = dict(rule) if isinstance(rule, dict) else {"rule": rule}
    name = rule["rule"]
    x = inputs[0]
    if name == "pass":
        return [relevance for _ in inputs]
    if name == "relu_deconvnet":
        return [positive(relevance)]
    if name == "relu_guided_backprop":
        return [relevance * (x > 0) * (relevance > 0)]
    if name == "relu_beta_smooth":
        return [relevance * torch.sigmoid(rule.get("beta_smooth", rule.get("beta", 10.0)) * x)]
    if name == "min_takes_most":
        beta = rule["beta"]
        shares = F.one_hot(x.argmin(-1), x.shape[-1]).to(x) if beta is None else torch.softmax(-beta * x, -1)
        return [shares * relevance[..., None]]
    if name == "midpoint":
        weight = module.weight.detach()
        quotient = relevance / module(x).detach()
        return [(quotient[..., None] * weight * (x[:, None, None, :] - module.midpoints)).sum((1, 2))]
    stabilizer = rule.get("epsilon", rule.get("stabilizer", 1e-6))
    if name == "norm":
        traced = [value.detach().requires_grad_() for value in inputs]
        z = module(*traced)
        gradients = torch.autograd.grad(z, traced, relevance / stabilized(z.detach(), stabilizer))
        return [value.detach() * gradient for value, gradient in zip(traced, gradients)]
    zeroed = rule.get("zero_params") or []
    zeroed = [zeroed] if isinstance(zeroed, str) else zeroed

    def branch(modified, parameter, bias=True):
        return Branch(module, modified(x), parameter, zeroed if bias else [*zeroed, "bias"])

    def pair(first, second, kept=1.0):
        branches = [branch(positive, first), branch(negative, second, bias=False)]
        incoming = kept * relevance / stabilized(branches[0].output + branches[1].output, stabilizer)
        return sum(each.relevance(incoming) for each in branches)

    if name == "epsilon":
        own = branch(same, same)
        return [own.relevance(relevance / stabilized(own.output, stabilizer))]
    if name == "zplus":
        return [pair(positive, negative)]
    if name == "alpha_beta":
        return [rule["alpha"] * pair(positive, negative) - rule["beta"] * pair(negative, positive)]
    if name == "gamma":
        factor = rule.get("gamma", 0.25)
        more = lambda part: lambda parameter: parameter + factor * part(parameter)  # noqa: E731
        output = module(x).detach()
        above = pair(more(positive), more(negative), (output > 0).to(x))
        return [above + pair(more(negative), more(positive), (output < 0).to(x))]
    if name == "zbox":
        own = branch(same, same)
        low = branch(lambda t: filled(rule["low"], t), positive)
        high = branch(lambda t: filled(rule["high"], t), negative)
        incoming = relevance / stabilized(own.output - low.output - high.output, stabilizer)
        return [own.relevance(incoming) - low.relevance(incoming) - high.relevance(incoming)]
    if name == "wsquare":
        own = branch(torch.ones_like, lambda parameter: parameter**2)
    elif name == "flat":
        own = branch(torch.ones_like, torch.ones_like, bias=False)
    else:
        raise ValueError(name)
    return [own.gradient(relevance / stabilized(own.output, stabilizer))]


class RuleFunction(torch.autograd.Function):
    @staticmethod
    def forward(ctx, module, rule, *inputs):
        ctx.module, ctx.rule = module, rule
        ctx.save_for_backward(*inputs)
        return module(*inputs)

    @staticmethod
    def backward(ctx, relevance):
        with torch.enable_grad():
            inputs = [value.detach() for value in ctx.saved_tensors]
            return (None, None, *relevance_of(ctx.module, ctx.rule, inputs, relevance))


class Ruled(nn.Module):
    def __init__(self, inner, rule):
        super().__init__()
        self.inner, self.rule = inner, rule

    def forward(self, *inputs):
        return RuleFunction.apply(self.inner, self.rule, *inputs)


def maps_of(composite):
    """name_map, layer_map and first_map of a composite as cases.json has it."""
    own = [composite.get(key, []) for key in ("name_map", "layer_map", "first_map")]
    preset = composite.get("composite")
    if preset is None:
        return own
    shared = {key: composite[key] for key in ("stabilizer", "zero_params") if key in composite}
    stabilizer = {key: value for key, value in shared.items() if key == "stabilizer"}
    base = [["Activation", "pass"], ["Sum", {"rule": "norm", **stabilizer}], ["AvgPool", {"rule": "norm", **stabilizer}]]
    passed = [["BatchNorm", "pass"], ["Affine", "pass"]]
    convolution = {
        "epsilon_plus": {"rule": "zplus"},
        "epsilon_alpha2_beta1": {"rule": "alpha_beta", "alpha": 2, "beta": 1},
        "epsilon_gamma_box": {"rule": "gamma", "gamma": composite.get("gamma", 0.25)},
    }.get(preset.removesuffix("_flat"))
    relu = {
        "deconvnet": "relu_deconvnet",
        "guided_backprop": "relu_guided_backprop",
        "beta_smooth": {"rule": "relu_beta_smooth", "beta": composite.get("beta_smooth", 10.0)},
    }.get(preset)
    if convolution is not None:
        linear = {"rule": "epsilon", **shared, "epsilon": composite.get("epsilon", 1e-6)}
        layers = [*base, *passed, ["Convolution", {**convolution, **shared}], ["Linear", linear]]
    elif relu is not None:
        layers = [["ReLU", relu]]
    else:
        layers = [*base[1:], ["AnyLinear", {"rule": "zplus", **shared}]]
    first = []
    if preset.endswith("_flat"):
        first = [["AnyLinear", {"rule": "flat", **stabilizer}]]
    if preset == "epsilon_gamma_box":
        first = [["Convolution", {"rule": "zbox", "low": composite["low"], "high": composite["high"], **shared}]]
    return [own[0], own[1] + layers, own[2] + first]


def ruled(model, composite, first):
    """A copy of the model with rules; `first` names the modules that data meets first."""
    model = copy.deepcopy(model)
    name_map, layer_map, first_map = maps_of(composite)

    def rule_for(name, module):
        by_type = lambda pairs: next((rule for kind, rule in pairs if isinstance(module, TYPES[kind])), None)  # noqa: E731
        named = next((rule for names, rule in name_map if name in names), None)
        return named or (by_type(first_map) if name in first else None) or by_type(layer_map)

    wrapped = {}
    for name, module in model.named_modules():
        if not list(module.children()) and (rule := rule_for(name, module)) is not None:
            wrapped[module] = Ruled(module, rule)
    for parent in list(model.modules()):
        for name, child in parent._modules.items():
            parent._modules[name] = wrapped.get(child, child)
    return model


def merged(model, before):
    """A copy in which batch normalisations are part of the linear layers before them; `before`: pairs of names."""
    model = copy.deepcopy(model)
    for layer_name, norm_name in before:
        layer, norm = model.get_submodule(layer_name), model.get_submodule(norm_name)
        scale = 1 / (norm.running_var + norm.eps).sqrt() * (1 if norm.weight is None else norm.weight.detach())
        shift = 0 if norm.bias is None else norm.bias.detach()
        weight = layer.weight.data
        factors = scale
        if isinstance(layer, TRANSPOSED):
            # Channels of the output lie on axis 1, those of each group beside its own inputs.
            factors = scale.reshape(layer.groups, 1, -1).repeat_interleave(len(weight) // layer.groups, 1).flatten(0, 1)
        layer.weight.data = weight * factors.reshape(*factors.shape, *[1] * (weight.ndim - factors.ndim))
        bias = torch.zeros_like(scale) if layer.bias is None else layer.bias.data
        layer.bias = nn.Parameter((bias - norm.running_mean) * scale + shift)
        parent, _, own = norm_name.rpartition(".")
        setattr(model.get_submodule(parent), own, nn.Identity())
    return model


def attribute(model, x, case, targets, before=(), first=()):
    """Relevance of x for one case of cases.json; the model in evaluation mode, in any precision."""
    targets = torch.tensor(targets)
    method = case["method"]
    if method == "occlusion":
        return occlusion(model, x, targets, case)
    if "merge_batch_norm" in case["canonizers"]:
        model = merged(model, before)
    if case.get("composite"):
        model = ruled(model, case["composite"], first)

    def gradient(x):
        x = x.detach().requires_grad_()
        y = model(x)
        seed = torch.zeros_like(y).scatter(1, targets[:, None], 1.0)
        return torch.autograd.grad(y, x, seed * y.detach() if case["seed"] == "output" else seed)[0]

    if method == "input_x_gradient":
        return x * gradient(x)
    if method == "integrated_gradients":
        steps, baseline = case["n_iter"], torch.full_like(x, case.get("baseline", 0))
        return sum(gradient(baseline + k / steps * (x - baseline)) for k in range(1, steps + 1)) / steps * (x - baseline)
    return gradient(x)


def occlusion(model, x, targets, case):
    sizes = lambda given, of: [min(given, size) for size in of] if isinstance(given, int) else given  # noqa: E731
    window, stride = sizes(case["window"], x.shape[1:]), sizes(case["stride"], x.shape[1:])
    window = [*x.shape[: x.ndim - len(window)], *window]
    stride = [*window[: len(window) - len(stride)], *stride]
    corner = torch.zeros(x.shape, dtype=torch.bool)
    corner[tuple(slice(0, end) for end in window)] = True
    result = torch.zeros_like(x)
    for offset in product(*(range(0, size, step) for size, step in zip(x.shape, stride))):
        kept = corner.roll(offset, tuple(range(x.ndim)))
        with torch.no_grad():
            y = model(x * kept + ~kept * case["fill"])
        result += kept * y.gather(1, targets[:, None]).reshape(-1, *[1] * (x.ndim - 1))
    return result
