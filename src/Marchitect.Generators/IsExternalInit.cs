namespace System.Runtime.CompilerServices;

/// <summary>What the compiler wants for <c>init</c>, and this framework lacks.</summary>
internal static class IsExternalInit;
