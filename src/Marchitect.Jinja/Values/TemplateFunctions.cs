namespace Marchitect.Jinja;

/// <summary>A filter of one's own: <c>{{ value|name(arguments) }}</c>. What it throws is told at the place in the template.</summary>
/// <param name="value">What it is applied to.</param>
/// <param name="arguments">What stands in the brackets.</param>
/// <returns>What it makes of it.</returns>
public delegate Value TemplateFilter(Value value, TemplateArguments arguments);

/// <summary>A test of one's own: <c>{% if value is name(arguments) %}</c>. What it throws is told at the place in the template.</summary>
/// <param name="value">What it is applied to.</param>
/// <param name="arguments">What stands in the brackets.</param>
/// <returns>Whether it holds.</returns>
public delegate bool TemplateTest(Value value, TemplateArguments arguments);

/// <summary>A function of one's own: <c>{{ name(arguments) }}</c>. What it throws is told at the place in the template.</summary>
/// <param name="arguments">What stands in the brackets.</param>
/// <returns>What it gives.</returns>
public delegate Value TemplateFunction(TemplateArguments arguments);
