namespace Marchitect.Jinja;

/// <summary>What can be switched on beyond Jinja2's default environment.</summary>
[Flags]
public enum JinjaExtensions
{
    /// <summary>Nothing: the language is exactly Jinja2's.</summary>
    None = 0,

    /// <summary>The statement <c>do</c> (Jinja2's <c>jinja2.ext.do</c>).</summary>
    Do = 1,

    /// <summary>The statements <c>break</c> and <c>continue</c> (Jinja2's <c>jinja2.ext.loopcontrols</c>).</summary>
    LoopControls = 2,

    /// <summary>The filters and tests that users of Ansible know: <c>to_json</c>, <c>b64encode</c>, <c>regex_replace</c>, <c>quote</c> and others.</summary>
    Ansible = 4,

    /// <summary>All of them.</summary>
    All = Do | LoopControls | Ansible,
}
