namespace Marchitect;

/// <summary>What prefabs can be beside those that are records of their own.</summary>
public static class PrefabExtensions
{
    extension(Prefab)
    {
        /// <summary>
        /// A whole whiteprint among the prefabs of another: its head, its code and its tail stand there, with its own name, resources and defaults.
        /// <c>with { As = ... }</c> says the user where the whiteprint says none; it has no <see cref="Prefab.Notify"/>.
        /// </summary>
        /// <typeparam name="TWhiteprint">The whiteprint.</typeparam>
        /// <param name="config">What is set over its defaults; null for nothing.</param>
        /// <returns>What goes into a <see cref="Whiteprint.Head"/> or a <see cref="Whiteprint.Tail"/>.</returns>
        public static Prefab Of<TWhiteprint>(ConfigMap? config = null)
            where TWhiteprint : Whiteprint, new() =>
            new NestedWhiteprint(static () => new TWhiteprint(), config ?? ConfigMap.Empty);
    }
}
