namespace Marchitect.Tests.Plans;

/// <summary>A whiteprint that does what a test says: whiteprints are made by <c>new()</c>, so the test's delegates wait here for them.</summary>
internal abstract class Gate : Whiteprint
{
    /// <summary>What is done, by class of whiteprint; one test at a time has its own, since tasks inherit it.</summary>
    private static readonly AsyncLocal<Dictionary<Type, Act>?> Acts = new();

    private static readonly AsyncLocal<Dictionary<(Type, string), IReadOnlyList<Prefab>>?> Prefabs = new();

    public delegate Task<string?> Act(Hands hands, string mode, CancellationToken cancellationToken);

    public static void Set<TGate>(Act act) where TGate : Gate => (Acts.Value ??= [])[typeof(TGate)] = act;

    public static void SetHead<TGate>(params IReadOnlyList<Prefab> prefabs) where TGate : Gate => (Prefabs.Value ??= [])[(typeof(TGate), "head")] = prefabs;

    public static void SetTail<TGate>(params IReadOnlyList<Prefab> prefabs) where TGate : Gate => (Prefabs.Value ??= [])[(typeof(TGate), "tail")] = prefabs;

    protected internal override IEnumerable<Prefab> Head => PrefabsOf("head");

    protected internal override IEnumerable<Prefab> Tail => PrefabsOf("tail");

    private IReadOnlyList<Prefab> PrefabsOf(string part) => Prefabs.Value?.GetValueOrDefault((GetType(), part)) ?? [];

    protected override Task ExecuteAsync(string mode, CancellationToken cancellationToken) => ActAsync(mode, cancellationToken);

    protected override Task<string?> ValidateAsync(string mode, CancellationToken cancellationToken) => ActAsync(mode, cancellationToken);

    private Task<string?> ActAsync(string mode, CancellationToken cancellationToken) =>
        Acts.Value is { } acts && acts.TryGetValue(GetType(), out var act) ? act(new Hands(this), mode, cancellationToken) : Task.FromResult<string?>(null);

    /// <summary>What a whiteprint can do, for code that stands in a test.</summary>
    internal sealed class Hands(Gate gate)
    {
        public string Name => gate.Name;

        public ConfigMap Config => gate.Config;

        public TargetFacts Target => gate.Target;

        public string Resource(string path) => gate.Resource(path);

        public Task<ExecResult> ExecAsync(ShellCommand command, CancellationToken cancellationToken = default) =>
            gate.ExecAsync(command, cancellationToken);

        public Task<ExecResult> QueryAsync(ShellCommand command, CancellationToken cancellationToken = default) =>
            gate.QueryAsync(command, cancellationToken);

        public Task<PrefabReport> ApplyAsync(Prefab prefab, CancellationToken cancellationToken = default) => gate.ApplyAsync(prefab, cancellationToken);

        public Task NotifyAsync(OnceAction action, CancellationToken cancellationToken) => gate.NotifyAsync(action, cancellationToken);

        public Task<TransferResult> UploadAsync(ReadOnlyMemory<byte> content, string path) => gate.UploadAsync(content, path);

        public Task ExecuteAsync<TOther>(string mode, ConfigMap? config = null) where TOther : Whiteprint, new() => gate.ExecuteAsync<TOther>(mode, config);

        public Task<string?> ValidateAsync<TOther>(string mode, ConfigMap? config = null) where TOther : Whiteprint, new() => gate.ValidateAsync<TOther>(mode, config);

        public Task ExecuteAsync(Whiteprint other, string mode) => gate.ExecuteAsync(other, mode);
    }

    internal sealed class First : Gate;

    internal sealed class Second : Gate;

    internal sealed class Third : Gate;

    internal sealed class Inner : Gate
    {
        public override ConfigMap DefaultConfig => new() { ["level"] = 1, ["own"] = true };
    }

    /// <summary>The three in order.</summary>
    internal sealed class Three : SitePlan
    {
        public override IReadOnlyList<Step> Plan => [Step.Of<First>(), Step.Of<Second>(alias: "middle"), Step.Of<Third>()];
    }
}
