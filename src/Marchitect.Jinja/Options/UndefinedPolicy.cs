namespace Marchitect.Jinja;

/// <summary>What a template may do with what is not defined.</summary>
public enum UndefinedPolicy
{
    /// <summary>Test its truth (it is false) and whether it is defined; every other use is an error that names it.</summary>
    Tested,

    /// <summary>Jinja2's default: it prints as nothing, is empty and false; only reaching into it or computing with it is an error.</summary>
    Lenient,

    /// <summary>Like <see cref="Lenient"/>, and reaching into it gives it again (Jinja2's <c>ChainableUndefined</c>).</summary>
    Chainable,

    /// <summary>Every use but <c>is defined</c> and <c>default</c> is an error, a truth test too (Jinja2's <c>StrictUndefined</c>).</summary>
    Strict,
}
