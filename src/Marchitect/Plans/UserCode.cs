using System.Reflection;

namespace Marchitect;

/// <summary>Errors of plans and whiteprints, which are code of our users.</summary>
internal static class UserCode
{
    /// <summary>The error with its place: our own as it is, any other as one of ours with the cause kept.</summary>
    /// <param name="failure">What was thrown.</param>
    /// <param name="who">Whose code threw it, e.g. <c>the whiteprint Nginx</c>.</param>
    /// <param name="where">The place.</param>
    public static MarchitectException Failure(Exception failure, string who, Where where)
    {
        // What a constructor throws comes wrapped out of new().
        var cause = failure is TargetInvocationException { InnerException: { } inner } ? inner : failure;
        var placed = cause as MarchitectException ?? new MarchitectException($"{who} threw {cause.GetType().Name}: {cause.Message}", inner: cause);
        placed.At(where);
        return placed;
    }
}
