"""Writes the cases of this folder. Needs torch 2, onnx, onnxruntime and numpy; the tests do not.  Usage: python make.py [NETWORK …]"""
import copy
import json
import os
import shutil
import sys

import numpy as np
import onnx
import onnxruntime
import torch
import torch.nn.functional as F
from onnx import helper, numpy_helper
from torch import nn

from engine import Affine, LogMeanExpPool, MinPool, NeuralizedKMeans, Sum, attribute

HERE = os.path.dirname(os.path.abspath(__file__))
MERGE, KMEANS = "merge_batch_norm", "kmeans"


# Cases

def rule(name, **parameters):
    return {"rule": name, **parameters}


def layers(linear, first=None, extra=()):
    """A composite with one rule for everything linear."""
    pairs = [["Activation", "pass"], ["Sum", "norm"], ["AvgPool", "norm"], ["BatchNorm", "pass"], ["Affine", "pass"]]
    layer_map = [*extra, *pairs, ["AnyLinear", linear]]
    return {"layer_map": layer_map, **({"first_map": [["AnyLinear", first]]} if first else {})}


def lrp(name, composite, seed="one-hot", canonizers=(MERGE,), **others):
    return dict(name=name, method="lrp", composite=composite, seed=seed, canonizers=list(canonizers), **others)


def by_gradient(name, method="gradient", seed="one-hot", canonizers=(), **others):
    return dict(name=name, method=method, seed=seed, canonizers=list(canonizers), **others)


def occluded(name, window, stride, fill=0, canonizers=(), **others):
    settings = dict(window=window, stride=stride, fill=fill, seed="one-hot x output", canonizers=list(canonizers))
    return dict(name=name, method="occlusion", **settings, **others)


EPSILON = lrp("epsilon", layers(rule("epsilon", epsilon=0.1)))
GAMMA = lrp("gamma", layers(rule("gamma", gamma=1)))
ALPHA_BETA = lrp("alpha3_beta2", layers(rule("alpha_beta", alpha=3, beta=2)))
WSQUARE = lrp("wsquare", layers("wsquare"))
FLAT = lrp("flat", layers("flat"))
BOX = lrp("box_first", layers("zplus", rule("zbox", low=-3.0, high=2.5)))
UNMERGED = lrp("unmerged", layers(rule("gamma", gamma=0.25)), "output", [])
PRESET = lrp("epsilon_plus_flat", dict(composite="epsilon_plus_flat", layer_map=[]))
GUIDED = lrp("guided_backprop", dict(composite="guided_backprop", layer_map=[]))
GRADIENT = by_gradient("gradient")


def head(beta, linear="epsilon"):
    return [["NeuralizedKMeans", linear], ["MinPool", rule("min_takes_most", beta=beta)]]


def cluster(name, linear, first, seed="one-hot", **others):
    return lrp(name, layers(linear, None, first), seed, [MERGE, KMEANS], **others)


# Writing

def initialised(model):
    """Batch normalisations that do something, one factor of them negative, and biases that are not small."""
    for module in model.modules():
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)):
            module.running_mean.normal_(0, 0.3)
            module.running_var.uniform_(0.5, 2)
            if module.affine:
                module.weight.data.uniform_(0.5, 1.5)[0] *= -1
                module.bias.data.normal_(0, 0.3)
        elif not isinstance(module, NeuralizedKMeans) and isinstance(getattr(module, "bias", None), nn.Parameter):
            module.bias.data.normal_(0, 0.2)
    return model.eval()


def exported(opset=17, dynamo=False, axes=None, dtype=torch.float32):
    """Writes a model as PyTorch does, batch normalisation unmerged and constants unfolded."""
    axes = {"x": {0: "N"}, "y": {0: "N"}} if axes is None else axes

    def write(model, x, path):
        model, x = copy.deepcopy(model).to(dtype), x.to(dtype)
        names = dict(input_names=["x"], output_names=["y"], opset_version=opset, dynamo=dynamo)
        if dynamo:
            dynamic = dict(dynamic_shapes=({0: torch.export.Dim("N")},), external_data=False)
        else:
            dynamic = dict(dynamic_axes=axes, training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False)
        torch.onnx.export(model, (x,), path, **names, **dynamic)

    return write


def assembled(nodes, constants, input_shape, output_shape, opset=17):
    """Writes a model node by node, in spellings that PyTorch has not."""

    def write(model, _, path):
        tensors = [numpy_helper.from_array(np.ascontiguousarray(t.detach().numpy()), k) for k, t in constants(model).items()]
        values = [
            helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, ["N", *shape])
            for name, shape in (("x", input_shape), ("y", output_shape))
        ]
        graph = helper.make_graph(nodes, "network", values[:1], values[1:], tensors)
        onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8), path)

    return write


def write(name, model, x, cases, before=(), first=("0",), how=exported(), distances=None):
    """One folder. `distances`: for clusterings, the model that is exported; `model` has their discriminants."""
    if sys.argv[1:] and name not in sys.argv[1:]:
        return
    folder = os.path.join(HERE, name)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    network = distances or model
    how(network, x, f"{folder}/model.onnx")
    double = copy.deepcopy(model).double()
    plain = copy.deepcopy(network).double()
    with torch.no_grad():
        y = network(x)
        decided = plain(x.double())
    targets = (decided.argmin(1) if distances else decided.argmax(1)).tolist()
    check(f"{folder}/model.onnx", x, y)
    np.save(f"{folder}/x.npy", x.numpy())
    np.save(f"{folder}/y.npy", y.numpy())
    written = []
    for case in cases:
        bare = distances is not None and KMEANS not in case["canonizers"]
        single, exact = (network, plain) if bare else (model, double)

        def relevance(network, x):
            return attribute(network, x, case, case.get("targets", targets), before, first).detach().double().numpy()

        expected = relevance(exact, x.double())
        error = lambda actual: float(np.linalg.norm(actual - expected) / np.linalg.norm(expected))  # noqa: E731
        assert np.isfinite(expected).all() and np.linalg.norm(expected) > 0, (name, case["name"])
        np.save(f"{folder}/{case['name']}.npy", expected.astype(np.float32))
        own = error(relevance(single, x))
        spread = max(own, *(error(relevance(perturbed(single), x)) for _ in range(3)))
        written.append({**case, "expected": f"{case['name']}.npy", "float32_error": own, "float32_spread": spread})
    content = dict(model="model.onnx", input="x.npy", output="y.npy", targets=targets, cases=written)
    with open(f"{folder}/cases.json", "w") as file:
        file.write(json.dumps(content, indent=1) + "\n")


def check(path, x, y):
    session = onnxruntime.InferenceSession(path)
    source = session.get_inputs()[0]
    kind = {"tensor(float16)": np.float16, "tensor(double)": np.float64}.get(source.type, np.float32)
    got = session.run(None, {source.name: x.numpy().astype(kind)})[0]
    allowed = 5e-3 if kind == np.float16 else 1e-4
    assert np.abs(got - y.numpy()).max() <= allowed * np.abs(y.numpy()).max(), path


def perturbed(model):
    """Parameters moved by half a unit in their last place."""
    model = copy.deepcopy(model)
    for parameter in model.parameters():
        parameter.data *= 1 + 6e-8 * (torch.randint(0, 2, parameter.shape) * 2 - 1)
    return model


def seeded(number):
    """Networks that are added later do not change those before."""
    torch.manual_seed(number)
    return nn.Sequential


# Networks

class Forward(nn.Module):
    """Modules, by name, and what is done with them."""

    def __init__(self, forward, **modules):
        super().__init__()
        self.body = forward
        for name, module in modules.items():
            setattr(self, name, module)

    def forward(self, x):
        return self.body(self, x)


class PaddedConv2d(nn.Conv2d):
    """Its own padding, different on each side."""

    def __init__(self, *sizes, sides, **options):
        super().__init__(*sizes, **options)
        self.sides = sides

    def forward(self, x):
        return super().forward(F.pad(x, self.sides))


class Distances(nn.Module):
    def __init__(self, features, centroids, spelling):
        super().__init__()
        self.net, self.c, self.spelling = features, nn.Parameter(centroids), spelling

    def forward(self, x):
        return self.spelling(self.net(x), self.c)

    def discriminants(self, pool):
        return nn.Sequential(self.net, NeuralizedKMeans(self.c.data), pool)


node = helper.make_node
R = torch.randn

net = seeded(1)(
    nn.Sequential(nn.Conv2d(3, 4, 3, padding=1), nn.ReLU(), nn.Conv2d(4, 5, 3)),
    nn.Sequential(nn.ReLU(), nn.MaxPool2d(2)), nn.Flatten(), nn.Linear(45, 6), nn.ReLU(), nn.Linear(6, 4),
)
norm_scaled = dict(epsilon=0.05, norm_scale=True)
write("parameters", initialised(net), R(3, 3, 8, 8).clamp(-2.4, 2.4), [
    lrp("names", dict(name_map=[[["0.0", "3"], "wsquare"], [["0.1", "1.0"], "pass"], [["5"], rule("gamma", gamma=0.7)]])),
    lrp("names_of_preset", dict(composite="epsilon_plus", name_map=[[["5"], "zplus"], [["0.2"], "epsilon"]])),
    lrp("names_before_first", dict(name_map=[[["0.0"], "zplus"]], first_map=[["AnyLinear", "flat"]], layer_map=[["AnyLinear", "epsilon"]])),
    lrp("stabilizer", layers(rule("gamma", gamma=0.3, stabilizer=0.1))),
    lrp("stabilizer_axes", layers(rule("epsilon", epsilon=dict(norm_scaled, dim=[1])))),
    lrp("stabilizer_clip", layers(rule("zplus", stabilizer=dict(norm_scaled, clip=True)))),
    lrp("zero_bias", layers(rule("gamma", gamma=0.5, zero_params="bias"))),
    lrp("box_of_channels", layers("epsilon", rule("zbox", low=[[[-3.0]], [[-2.5]], [[-3.5]]], high=[3.0, 2.5, 2.4]))),
    lrp("box_everywhere", layers(rule("zbox", low=-1.0, high=2.0))),
    lrp("alpha1.3_beta0.3", layers(rule("alpha_beta", alpha=1.3, beta=0.3, zero_params=["bias"]))),
    lrp("relu_rule", dict(layer_map=[["ReLU", rule("relu_beta_smooth", beta_smooth=3.0)]])),
    lrp("preset", dict(composite="epsilon_gamma_box", low=[-3.0, -2.5, -3.0], high=3.0, epsilon=0.2, gamma=2.0, stabilizer=0.01, zero_params=["bias"])),
    lrp("other_targets", layers("gamma"), targets=[3, 0, 1]),
    by_gradient("integrated", "integrated_gradients", "output", n_iter=6, baseline=-1.5),
    by_gradient("integrated_rules", "integrated_gradients", n_iter=3, baseline=0, composite=layers("epsilon")),
    occluded("occlusion_uneven", [3, 3], [3, 5], 1.5), occluded("occlusion_number", 4, 3),
], first=("0.0",))

spelled = [
    node("MatMul", ["x", "w0"], ["p0"]), node("Add", ["b0", "p0"], ["z0"]), node("Relu", ["z0"], ["a0"]),
    node("MatMul", ["a0", "w1"], ["z1"]), node("Relu", ["z1"], ["a1"]),
    node("Gemm", ["a1", "w2", "b2"], ["z2"], alpha=0.5, beta=2.0), node("Tanh", ["z2"], ["a2"]),
    node("Gemm", ["a2", "w3"], ["p3"], transB=1, alpha=-1.5), node("Sub", ["p3", "b3"], ["z3"]), node("Relu", ["z3"], ["a3"]),
    node("Gemm", ["a3", "w4", "b4"], ["y"], beta=-0.25),
]
net = seeded(2)(nn.Linear(7, 9), nn.ReLU(), nn.Linear(9, 8, bias=False), nn.ReLU(), nn.Linear(8, 6), nn.Tanh(), nn.Linear(6, 6), nn.ReLU(), nn.Linear(6, 4))
write("gemm-factors", initialised(net), R(5, 7), [GAMMA, ALPHA_BETA, WSQUARE, BOX], how=assembled(spelled, lambda m: dict(
    w0=m[0].weight.T, b0=m[0].bias, w1=m[2].weight.T, w2=m[4].weight.T * 2, b2=m[4].bias[None] / 2, w3=m[6].weight / -1.5, b3=-m[6].bias,
    w4=m[8].weight.T, b4=m[8].bias * -4), [7], [4]))

spelled = [
    node("Conv", ["x", "w0", "b0"], ["z0"], pads=[2, 1, 1, 0], strides=[2, 1]), node("Relu", ["z0"], ["a0"]),
    node("Conv", ["a0", "w1", "b1"], ["z1"], auto_pad="SAME_LOWER", strides=[2, 2]), node("LeakyRelu", ["z1"], ["a1"], alpha=0.3),
    node("Conv", ["a1", "w2"], ["z2"], auto_pad="SAME_UPPER", kernel_shape=[2, 2]), node("Relu", ["z2"], ["a2"]),
    node("Conv", ["a2", "w3"], ["z3"], auto_pad="VALID", dilations=[2, 1]), node("Flatten", ["z3"], ["f"]),
    node("Gemm", ["f", "w4", "b4"], ["y"], transB=1),
]
net = seeded(3)(
    PaddedConv2d(3, 4, (3, 2), (2, 1), sides=(1, 0, 2, 1)), nn.ReLU(), PaddedConv2d(4, 6, 3, 2, sides=(1, 0, 1, 0)), nn.LeakyReLU(0.3),
    PaddedConv2d(6, 6, 2, bias=False, sides=(0, 1, 0, 1)), nn.ReLU(), nn.Conv2d(6, 4, (2, 3), dilation=(2, 1), bias=False), nn.Flatten(), nn.Linear(8, 4),
)
write("uneven-padding", initialised(net), R(3, 3, 11, 8), [GAMMA, BOX, PRESET], how=assembled(spelled, lambda m: dict(
    w0=m[0].weight, b0=m[0].bias, w1=m[2].weight, b1=m[2].bias, w2=m[4].weight, w3=m[6].weight, w4=m[8].weight, b4=m[8].bias), [3, 11, 8], [4]))

net = seeded(4)(
    nn.ZeroPad2d((1, 0, 2, 1)), nn.Conv2d(3, 6, 2, 3, bias=False), nn.ReLU(), nn.Conv2d(6, 12, 3, padding=2, dilation=2, groups=6), nn.ReLU6(),
    nn.Conv2d(12, 8, 1, 2, padding=1), nn.ReLU(), nn.MaxPool2d(2, 1, ceil_mode=True), nn.Flatten(), nn.Linear(72, 3),
)
write("gaps-and-groups", initialised(net), R(2, 3, 14, 13), [ALPHA_BETA, BOX, FLAT, GUIDED], first=("1",))

net = seeded(5)(
    nn.Conv3d(2, 4, (2, 1, 3), (1, 2, 1), (0, 1, 1), bias=False), nn.ReLU(),
    nn.ConvTranspose3d(4, 6, (2, 3, 1), (2, 1, 2), (1, 0, 0), (1, 0, 1), groups=2, dilation=(1, 2, 1)), nn.BatchNorm3d(6), nn.ReLU(),
    nn.ConvTranspose3d(6, 3, 2, bias=False), nn.ReLU(), nn.AvgPool3d(2, 1, 1, count_include_pad=False), nn.AdaptiveAvgPool3d(1), nn.Flatten(), nn.Linear(3, 3),
)
write("volumes", initialised(net), R(2, 2, 4, 5, 4), [GAMMA, WSQUARE, BOX], [("2", "3")])

net = seeded(6)(
    nn.ConvTranspose1d(3, 6, 5, 3, 2, 1, groups=3, bias=False), nn.BatchNorm1d(6, affine=False), nn.LeakyReLU(0.2),
    nn.Conv1d(6, 4, 3, padding=2, dilation=2, padding_mode="circular"), nn.ELU(), nn.AvgPool1d(3, 2, 1, ceil_mode=True), nn.Flatten(), nn.Linear(56, 3),
)
write("signals", initialised(net), R(3, 3, 9), [GAMMA, UNMERGED, BOX, occluded("occlusion", [4], [3])], [("0", "1")])


def run(self, x):
    a = self.b2(self.b1(self.c1(self.r(self.b0(x)))))
    z = self.r(self.b3(torch.cat([a, self.r(a)], 1)))
    return self.fc(self.r(self.b4(self.l(self.g(self.c2(z)).flatten(1)))))


seeded(7)
write("batch-norms", initialised(Forward(run, b0=nn.BatchNorm2d(3), c1=nn.Conv2d(3, 4, 3), b1=nn.BatchNorm2d(4), b2=nn.BatchNorm2d(4), r=nn.ReLU(),
    c2=nn.Conv2d(8, 5, 3), b3=nn.BatchNorm2d(8), g=nn.AdaptiveAvgPool2d(1), l=nn.Linear(5, 6), b4=nn.BatchNorm1d(6), fc=nn.Linear(6, 3))),
    R(3, 3, 9, 9), [GAMMA, WSQUARE, UNMERGED], [("c1", "b1"), ("c1", "b2"), ("l", "b4")], ["c1"])


def run(self, x):
    a = self.r(self.c(x))
    b = self.r(self.c(a))
    z = self.s1(a, b)
    z = self.s2(z, self.r(self.e(self.g(z))))
    z = self.s3(z, z)
    v = self.g(torch.cat([z, x], 1)).flatten(1)
    return self.fc(self.r(self.s4(v, self.l(v))))


# One convolution and one ReLU used again and again, a sum with itself, a sum that repeats one term, and x once more.
seeded(8)
write("used-twice", initialised(Forward(run, c=nn.Conv2d(3, 3, 3, padding=1), e=nn.Conv2d(3, 3, 1), r=nn.ReLU(), s1=Sum(), s2=Sum(), s3=Sum(), s4=Sum(),
    g=nn.AdaptiveAvgPool2d(1), l=nn.Linear(6, 6), fc=nn.Linear(6, 3))), R(3, 3, 6, 6), [EPSILON, ALPHA_BETA, FLAT])


def run(self, x):
    x = self.stem(x)
    y = self.p2(self.act(self.p1(self.norm(self.dw(x).permute(0, 2, 3, 1))))).permute(0, 3, 1, 2)
    return self.fc(self.pool(self.sum(x, y)).flatten(1))


def convnext():
    return Forward(run, stem=nn.Conv2d(3, 4, 2, 2), dw=nn.Conv2d(4, 4, 5, padding=2, groups=4), norm=nn.LayerNorm(4), p1=nn.Linear(4, 8), act=nn.GELU(),
        p2=nn.Linear(8, 4), sum=Sum(), pool=nn.AdaptiveAvgPool2d(1), fc=nn.Linear(4, 3))


seeded(9)
write("convnext", initialised(convnext()), R(2, 3, 8, 8), [GAMMA, BOX], first=["stem"])
seeded(9)
write("convnext-dynamo", initialised(convnext()), R(2, 3, 8, 8), [GAMMA, PRESET], first=["stem"], how=exported(20, dynamo=True))


def run(self, x):
    q, k, v = self.q(x), self.k(x), self.v(x)
    x = self.n(self.s(x, self.o(torch.softmax(self.sc(q @ k.transpose(1, 2)), -1) @ v)))
    return self.fc(x[:, 0])


seeded(10)
write("attention", initialised(Forward(run, q=nn.Linear(6, 6), k=nn.Linear(6, 6), v=nn.Linear(6, 6), sc=Affine(6**-0.5), s=Sum(), o=nn.Linear(6, 6),
    n=nn.LayerNorm(6), fc=nn.Linear(6, 3))), R(3, 4, 6), [GAMMA, WSQUARE], first=["q", "k", "v"])


def run(self, x):
    a = self.r(self.a(x))
    b = self.r(self.bn(self.b(self.down(a))))
    return self.fc(self.g(self.r(self.c(torch.cat([a, self.up(b)], 1)))).flatten(1))


for mode in ("nearest", "bilinear"):
    seeded(11)
    write(f"unet-{mode}", initialised(Forward(run, a=nn.Conv2d(3, 4, 3, padding=1), r=nn.ReLU(), down=nn.MaxPool2d(2), b=nn.Conv2d(4, 5, 3, padding=1),
        bn=nn.BatchNorm2d(5), up=nn.Upsample(scale_factor=2, mode=mode), c=nn.Conv2d(9, 4, 3, padding=1), g=nn.AdaptiveAvgPool2d(1), fc=nn.Linear(4, 3))),
        R(2, 3, 6, 8), [EPSILON, GAMMA], [("b", "bn")], ["a"])


def run(self, x):
    z = torch.cat([self.a(x), self.b(x), self.c(self.p(x))], 1)
    z = self.r(self.bn(z))
    z = torch.cat([z[:, :, 1:-1, 1:-1], self.r(self.d(z))], 1)
    return self.fc(self.g(self.r(self.e(z))).flatten(1))


seeded(12)
write("branches", initialised(Forward(run, a=nn.Conv2d(3, 4, 1), b=nn.Conv2d(3, 4, 3, padding=1), p=nn.AvgPool2d(3, 1, 1), c=nn.Conv2d(3, 4, 1), r=nn.ReLU(),
    bn=nn.BatchNorm2d(12), d=nn.Conv2d(12, 5, 3), e=nn.Conv2d(17, 6, 1), fc=nn.Linear(6, 3), g=nn.AdaptiveAvgPool2d(1))), R(2, 3, 7, 7), [ALPHA_BETA, BOX, PRESET],
    first=["a", "b", "c"])


def usual():
    return nn.Sequential(nn.Conv2d(3, 4, 3, 2, 1, bias=False), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(3, 2, 1), nn.Conv2d(4, 5, 3, padding=1), nn.ELU(),
        nn.AvgPool2d(2, 1), nn.Dropout(), nn.ConstantPad2d((1, 0, 0, 1), 0.5), nn.Flatten(), nn.Linear(45, 5), nn.Softplus(), nn.Linear(5, 4), nn.Softmax(1))


ways = {"opset-7": exported(7), "opset-10": exported(10), "opset-23": exported(23, dynamo=True), "fixed-batch": exported(axes={}),
    "open-sizes": exported(axes={"x": {0: "N", 2: "H", 3: "W"}, "y": {0: "N"}})}
for name, how in ways.items():
    seeded(13)
    write(name, initialised(usual()), R(3, 3, 10, 10), [GAMMA, GRADIENT], [("0", "1")], how=how)

net = seeded(14)(nn.Linear(6, 8), nn.BatchNorm1d(8), nn.Tanhshrink(), nn.Linear(8, 6, bias=False), nn.Softsign(), nn.Linear(6, 4))
write("double", initialised(net), R(4, 6), [GAMMA, occluded("occlusion", 2, 1, 0.5)], [("0", "1")], how=exported(dtype=torch.float64))
seeded(15)
net = initialised(usual())
net = net.half().float()
write("half", net, R(3, 3, 10, 10).half().float(), [GAMMA, GRADIENT], [("0", "1")], how=exported(dtype=torch.float16))


def features():
    return nn.Sequential(nn.Conv2d(3, 5, 3, 2, 1), nn.BatchNorm2d(5), nn.ReLU(), nn.Conv2d(5, 6, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(6, 5))


def expanded(z, c):
    return (z * z).sum(1, keepdim=True) - 2 * z @ c.t() + (c * c).sum(1)


def rooted(z, c):
    return torch.cdist(z, c, compute_mode="donot_use_mm_for_euclid_dist") ** 2


others = [0, 3, 1, 1]
seeded(16)
net = initialised(Distances(features(), R(4, 5), rooted))
write("clusters-of-features", net.discriminants(MinPool()), R(4, 3, 10, 10), [
    cluster("beta0", "gamma", head(0.0)), cluster("beta_infinite", "gamma", head(None)),
    cluster("gamma_head", "epsilon", head(0.8, rule("gamma", gamma=0.5, zero_params=["bias"]))),
    cluster("flat_head", "zplus", head(0.8, "flat")), cluster("other_targets", "gamma", head(0.5), "output", targets=others),
    by_gradient("distances", canonizers=[], targets=others), by_gradient("integrated", "integrated_gradients", canonizers=[KMEANS], n_iter=5, baseline=0.2),
    occluded("occlusion", [5, 5], [4, 4], canonizers=[KMEANS]),
], [("0.0", "0.1")], ["0.0"], distances=net)
seeded(19)
net = Distances(features(), R(4, 5), expanded)
soft = dict(kind="logmeanexp", beta=-3.0)
initialised(net)
write("soft-clusters", net.discriminants(LogMeanExpPool(-3.0)), R(4, 3, 10, 10), [
    lrp("gamma", layers("gamma", None, [["NeuralizedKMeans", "epsilon"]]), canonizers=[MERGE, KMEANS], pool=soft),
    by_gradient("gradient", seed="output", canonizers=[KMEANS], pool=soft),
], [("0.0", "0.1")], ["0.0"], distances=net)
seeded(18)
net = Distances(nn.Flatten(), R(6, 8), expanded).eval()
write("clusters-of-points", net.discriminants(MinPool()), R(7, 2, 4), [
    cluster("midpoint", "epsilon", head(2.0, "midpoint"), "output"), cluster("midpoint_one_hot", "epsilon", head(0.0, "midpoint")),
    cluster("box", "epsilon", head(0.8, rule("zbox", low=-5.0, high=5.0))), by_gradient("distances", "input_x_gradient", "output"),
], first=(), distances=net)
