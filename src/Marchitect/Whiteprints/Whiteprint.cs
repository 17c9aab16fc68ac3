using System.Text;
using Marchitect.Jinja;

namespace Marchitect;

/// <summary>A unit of set-up: all the operations for one purpose, in every mode.</summary>
/// <remarks>
/// To write one, derive from this class and say in <see cref="ExecuteAsync(string, CancellationToken)"/> what each mode does with the
/// host, by <c>ExecAsync</c>, <c>UploadAsync</c> and the others; say in <see cref="ValidateAsync(string, CancellationToken)"/> how one sees
/// that it held. The class needs a constructor without parameters: each run makes an object of its own, so fields may hold what
/// one run needs. A mode may be cut anywhere and run again, so write what may be done twice. What can be set from outside
/// stands in <see cref="DefaultConfig"/> and is read from <see cref="Config"/>; files it brings along lie in a folder called <see cref="Name"/>
/// under a resource path.
/// <code>
/// sealed class Motd : Whiteprint
/// {
///     public override ConfigMap DefaultConfig => new() { ["text"] = "Welcome." };
///
///     protected override async Task ExecuteAsync(string mode, CancellationToken cancellationToken)
///     {
///         if (mode is Mode.Install or Mode.Update)
///             await ExecAsync($"printf '%s\\n' {Config["text"].Text} > /etc/motd", cancellationToken);
///     }
/// }
/// </code>
/// </remarks>
public abstract class Whiteprint
{
    // Half a character in what a template printed is an error, not a question mark on the host.
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private WhiteprintScope? _scope;
    private ConfigMap? _config;
    private WhiteprintTemplates? _templates;

    /// <summary>
    /// The name in reports, and of the folder of its resources. <value>Default: the class name in snake_case without a <c>Whiteprint</c>
    /// ending, e.g. <c>web_server</c> for <c>WebServerWhiteprint</c>.</value>
    /// </summary>
    public virtual string Name => WhiteprintName.Of(GetType().Name);

    /// <summary>What its config holds where nobody says otherwise. <value>Default: nothing.</value></summary>
    public virtual ConfigMap DefaultConfig => ConfigMap.Empty;

    /// <summary>Its config for this run: the defaults, and over them what the plan, the step and the run set.</summary>
    protected ConfigMap Config => _config ?? throw NotInARun();

    /// <summary>
    /// How this whiteprint's templates are read. <value>Default: Jinja2's way, where what is undefined may be tested and nothing
    /// else.</value> Override it for other options, or filters, tests and globals of one's own. Whatever it says, a file that ends in a
    /// newline makes a file that ends in one.
    /// </summary>
    /// <param name="loader">Finds what templates include, import and extend: the resources of this whiteprint.</param>
    /// <returns>The environment; asked for once a run.</returns>
    protected virtual JinjaEnvironment TemplateEnvironment(ITemplateLoader loader) => new(loader: loader);

    /// <summary>What the machine said of itself when the session began.</summary>
    protected TargetFacts Target => Scope.Session.Target;

    private WhiteprintScope Scope => _scope ?? throw NotInARun();

    /// <summary>Does what the mode asks for. A mode it knows nothing of, it leaves alone.</summary>
    /// <param name="mode">What is being done, e.g. <see cref="Mode.Install"/>; compare it whole.</param>
    /// <param name="cancellationToken">The end of the run. What this class does on the host observes it anyway; give it to waits of your own.</param>
    /// <returns>A task that ends when it is done.</returns>
    protected abstract Task ExecuteAsync(string mode, CancellationToken cancellationToken);

    /// <summary>Looks whether the host is as it should be after the mode was executed, and changes nothing.</summary>
    /// <param name="mode">The mode whose result is looked at, e.g. <see cref="Mode.Install"/>.</param>
    /// <param name="cancellationToken">The end of the run, as for <see cref="ExecuteAsync(string, CancellationToken)"/>.</param>
    /// <returns>What is wrong, in a sentence, or null where all is well. Throwing a <see cref="ValidationException"/> says the same.</returns>
    protected virtual Task<string?> ValidateAsync(string mode, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>Runs a command on the host; one round trip.</summary>
    /// <param name="command">The command; an interpolated string quotes its holes.</param>
    /// <param name="options">How it is run; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the command with its children, as the end of the run does.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="CommandFailedException">Its exit status is not 0, and <see cref="ExecOptions.ErrorOk"/> is false.</exception>
    /// <exception cref="CommandTimeoutException">It ran longer than it may.</exception>
    protected Task<ExecResult> ExecAsync(ShellCommand command, ExecOptions? options = null, CancellationToken cancellationToken = default) =>
        Scope.DoAsync(token => Scope.Session.ExecAsync(command, options, token), cancellationToken);

    /// <inheritdoc cref="ExecAsync(ShellCommand, ExecOptions?, CancellationToken)"/>
    protected Task<ExecResult> ExecAsync(ShellCommand command, CancellationToken cancellationToken) =>
        ExecAsync(command, null, cancellationToken);

    /// <summary>Runs a command that changes nothing on the host; one round trip. What only looks is asked this way.</summary>
    /// <inheritdoc cref="ExecAsync(ShellCommand, ExecOptions?, CancellationToken)"/>
    protected Task<ExecResult> QueryAsync(ShellCommand command, ExecOptions? options = null, CancellationToken cancellationToken = default) =>
        ExecAsync(command, options, cancellationToken);

    /// <inheritdoc cref="QueryAsync(ShellCommand, ExecOptions?, CancellationToken)"/>
    protected Task<ExecResult> QueryAsync(ShellCommand command, CancellationToken cancellationToken) =>
        QueryAsync(command, null, cancellationToken);

    /// <summary>Brings a file to the host: whole or not at all, and only where it differs.</summary>
    /// <param name="localPath">A resource of this whiteprint, e.g. <c>site.conf</c>, or an absolute path on this machine.</param>
    /// <param name="path">Where it goes on the host; <c>~/</c> is the session user's home.</param>
    /// <param name="options">Permissions, owner and the like; null for the defaults.</param>
    /// <param name="cancellationToken">Gives it up; nothing is left behind.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="ResourceNotFoundException">There is no such resource.</exception>
    /// <exception cref="TransferException">It could not be brought there.</exception>
    protected Task<TransferResult> UploadAsync(
        string localPath, string path, TransferOptions? options = null, CancellationToken cancellationToken = default) =>
        Scope.DoAsync(token => Scope.Session.UploadAsync(Resource(localPath), path, options, token), cancellationToken);

    /// <summary>Brings bytes to the host as a file: whole or not at all, and only where it differs.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="path">Where it goes on the host; <c>~/</c> is the session user's home.</param>
    /// <param name="options">Permissions, owner and the like; null for the defaults.</param>
    /// <param name="cancellationToken">Gives it up; nothing is left behind.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="TransferException">It could not be brought there.</exception>
    protected Task<TransferResult> UploadAsync(
        ReadOnlyMemory<byte> content, string path, TransferOptions? options = null, CancellationToken cancellationToken = default) =>
        Scope.DoAsync(token => Scope.Session.UploadAsync(content, path, options, token), cancellationToken);

    /// <summary>Brings a stream, read to its end, to the host as a file: whole or not at all.</summary>
    /// <param name="content">The stream. Not disposed.</param>
    /// <param name="path">Where it goes on the host; <c>~/</c> is the session user's home.</param>
    /// <param name="options">Permissions, owner and the like; null for the defaults.</param>
    /// <param name="cancellationToken">Gives it up; nothing is left behind.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="TransferException">It could not be brought there.</exception>
    protected Task<TransferResult> UploadAsync(
        Stream content, string path, TransferOptions? options = null, CancellationToken cancellationToken = default) =>
        Scope.DoAsync(token => Scope.Session.UploadAsync(content, path, options, token), cancellationToken);

    /// <summary>
    /// Renders a resource as a Jinja2 template and brings the result to the host as a file, in UTF-8: whole or not at all, and only
    /// where it differs. Its variables are this whiteprint's config, and <c>_target</c> for what the machine said of itself.
    /// </summary>
    /// <param name="resourcePath">A resource of this whiteprint, e.g. <c>site.conf</c>, or an absolute path on this machine.</param>
    /// <param name="path">Where it goes on the host; <c>~/</c> is the session user's home.</param>
    /// <param name="options">Permissions, owner and the like; null for the defaults. Permissions not given are those of the local file.</param>
    /// <param name="configOverride">What is set over the config for this rendering alone, maps merged deeply; null for nothing.</param>
    /// <param name="cancellationToken">Gives it up; nothing is left behind.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="ResourceNotFoundException">There is no such resource.</exception>
    /// <exception cref="TemplateFailedException">It is not valid, or cannot be rendered with this config. Nothing was sent.</exception>
    /// <exception cref="ConfigurationException"><paramref name="configOverride"/> does not go with the config. Nothing was sent.</exception>
    /// <exception cref="TransferException">It could not be brought there.</exception>
    protected async Task<TransferResult> UploadTemplateAsync(
        string resourcePath, string path, TransferOptions? options = null, ConfigMap? configOverride = null, CancellationToken cancellationToken = default)
    {
        var text = RenderTemplate(resourcePath, configOverride);
        if (options?.Permissions is null && !OperatingSystem.IsWindows())
            options = (options ?? new()) with { Permissions = File.GetUnixFileMode(Resource(resourcePath)) };
        return await UploadAsync(StrictUtf8.GetBytes(text), path, options, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="UploadTemplateAsync(string, string, TransferOptions?, ConfigMap?, CancellationToken)"/>
    protected Task<TransferResult> UploadTemplateAsync(string resourcePath, string path, CancellationToken cancellationToken) =>
        UploadTemplateAsync(resourcePath, path, null, null, cancellationToken);

    /// <summary>
    /// Renders a text as a Jinja2 template and brings the result to the host as a file, as
    /// <see cref="UploadTemplateAsync(string, string, TransferOptions?, ConfigMap?, CancellationToken)"/> does with a resource.
    /// </summary>
    /// <param name="template">The text of the template.</param>
    /// <param name="path">Where it goes on the host; <c>~/</c> is the session user's home.</param>
    /// <param name="options">Permissions, owner and the like; null for the defaults.</param>
    /// <param name="configOverride">What is set over the config for this rendering alone, maps merged deeply; null for nothing.</param>
    /// <param name="cancellationToken">Gives it up; nothing is left behind.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="TemplateFailedException">It is not valid, or cannot be rendered with this config. Nothing was sent.</exception>
    /// <exception cref="ConfigurationException"><paramref name="configOverride"/> does not go with the config. Nothing was sent.</exception>
    /// <exception cref="TransferException">It could not be brought there.</exception>
    protected async Task<TransferResult> UploadTemplateFromStringAsync(
        string template, string path, TransferOptions? options = null, ConfigMap? configOverride = null, CancellationToken cancellationToken = default) =>
        await UploadAsync(
            StrictUtf8.GetBytes(RenderTemplateFromString(template, configOverride)), path, options, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc cref="UploadTemplateFromStringAsync(string, string, TransferOptions?, ConfigMap?, CancellationToken)"/>
    protected Task<TransferResult> UploadTemplateFromStringAsync(string template, string path, CancellationToken cancellationToken) =>
        UploadTemplateFromStringAsync(template, path, null, null, cancellationToken);

    /// <summary>Renders a resource as a Jinja2 template; no round trip.</summary>
    /// <param name="resourcePath">A resource of this whiteprint, e.g. <c>site.conf</c>, or an absolute path on this machine.</param>
    /// <param name="configOverride">What is set over the config for this rendering alone, maps merged deeply; null for nothing.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ResourceNotFoundException">There is no such resource.</exception>
    /// <exception cref="TemplateFailedException">It is not valid, or cannot be rendered with this config.</exception>
    /// <exception cref="ConfigurationException"><paramref name="configOverride"/> does not go with the config.</exception>
    protected string RenderTemplate(string resourcePath, ConfigMap? configOverride = null) =>
        Templates.Render(Resource(resourcePath), resourcePath, TemplateVariables(configOverride));

    /// <summary>Renders a text as a Jinja2 template; no round trip.</summary>
    /// <param name="template">The text of the template.</param>
    /// <param name="configOverride">What is set over the config for this rendering alone, maps merged deeply; null for nothing.</param>
    /// <returns>The text.</returns>
    /// <exception cref="TemplateFailedException">It is not valid, or cannot be rendered with this config.</exception>
    /// <exception cref="ConfigurationException"><paramref name="configOverride"/> does not go with the config.</exception>
    protected string RenderTemplateFromString(string template, ConfigMap? configOverride = null)
    {
        ArgumentNullException.ThrowIfNull(template);
        return Templates.RenderText(template, TemplateVariables(configOverride));
    }

    /// <summary>Brings a folder to the host; only files that differ travel.</summary>
    /// <param name="localFolder">A folder among this whiteprint's resources, or an absolute path on this machine.</param>
    /// <param name="folder">Where it goes on the host; <c>~/</c> is the session user's home.</param>
    /// <param name="options">Deletions, owner and the like; null for the defaults.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="ResourceNotFoundException">There is no such resource.</exception>
    /// <exception cref="TransferException">It could not be brought there.</exception>
    protected Task<TreeResult> UploadTreeAsync(
        string localFolder, string folder, TreeOptions? options = null, CancellationToken cancellationToken = default) =>
        Scope.DoAsync(token => Scope.Session.UploadTreeAsync(Resource(localFolder), folder, options, token), cancellationToken);

    /// <summary>Brings a file from the host into a local file.</summary>
    /// <param name="path">The file on the host; <c>~/</c> is the session user's home.</param>
    /// <param name="localPath">Where it goes on this machine; a relative path starts at the current directory.</param>
    /// <param name="options">Permissions and the like; null for the defaults.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="TransferException">It could not be brought here.</exception>
    protected Task<TransferResult> DownloadAsync(
        string path, string localPath, TransferOptions? options = null, CancellationToken cancellationToken = default) =>
        Scope.DoAsync(token => Scope.Session.DownloadAsync(path, localPath, options, token), cancellationToken);

    /// <summary>Brings a file from the host into a stream.</summary>
    /// <param name="path">The file on the host; <c>~/</c> is the session user's home.</param>
    /// <param name="destination">Takes the content. Not disposed.</param>
    /// <param name="options">Time limit and the like; null for the defaults.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="TransferException">It could not be brought here.</exception>
    protected Task<TransferResult> DownloadAsync(
        string path, Stream destination, TransferOptions? options = null, CancellationToken cancellationToken = default) =>
        Scope.DoAsync(token => Scope.Session.DownloadAsync(path, destination, options, token), cancellationToken);

    /// <summary>Brings a file from the host into memory.</summary>
    /// <param name="path">The file on the host; <c>~/</c> is the session user's home.</param>
    /// <param name="options">Time limit and the like; null for the defaults.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>Its content.</returns>
    /// <exception cref="TransferException">It could not be brought here.</exception>
    protected Task<byte[]> DownloadBytesAsync(string path, TransferOptions? options = null, CancellationToken cancellationToken = default) =>
        Scope.DoAsync(token => Scope.Session.DownloadBytesAsync(path, options, token), cancellationToken);

    /// <summary>The absolute path of a resource: <c>RESOURCE PATH/NAME/relativePath</c>, in the first resource path that has it.</summary>
    /// <param name="relativePath">Path below this whiteprint's folder, e.g. <c>site.conf</c>; an absolute path is taken as it is.</param>
    /// <returns>The path of the file or folder on this machine.</returns>
    /// <exception cref="ResourceNotFoundException">It is in none of them; the error lists them all.</exception>
    protected string Resource(string relativePath) => Scope.Resources.Find(Name, relativePath);

    /// <summary>Executes another whiteprint as a part of this one, on the same host.</summary>
    /// <typeparam name="TOther">The other; it has its own name, resources and defaults.</typeparam>
    /// <param name="mode">What it is to do.</param>
    /// <param name="config">What is set over its defaults; null for nothing. Of this whiteprint's config it sees nothing else.</param>
    /// <param name="cancellationToken">Ends it, as the end of the run does.</param>
    /// <returns>A task that ends when it is done.</returns>
    /// <exception cref="ConfigurationException">The config does not go with its defaults.</exception>
    protected Task ExecuteAsync<TOther>(string mode, ConfigMap? config = null, CancellationToken cancellationToken = default)
        where TOther : Whiteprint, new() =>
        ExecuteAsync(new TOther(), mode, config, cancellationToken);

    /// <summary>Executes another whiteprint as a part of this one, on the same host.</summary>
    /// <param name="other">The other; it is not executed elsewhere at the same time.</param>
    /// <param name="mode">What it is to do.</param>
    /// <param name="config">What is set over its defaults; null for nothing.</param>
    /// <param name="cancellationToken">Ends it, as the end of the run does.</param>
    /// <returns>A task that ends when it is done.</returns>
    /// <exception cref="ConfigurationException">The config does not go with its defaults.</exception>
    protected Task ExecuteAsync(Whiteprint other, string mode, ConfigMap? config = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(other);
        return NestAsync(other, config, async (scope, merged) =>
        {
            await other.ExecuteInAsync(scope, merged, mode).ConfigureAwait(false);
            return true;
        }, cancellationToken);
    }

    /// <summary>Validates another whiteprint as a part of this one, on the same host.</summary>
    /// <typeparam name="TOther">The other; it has its own name, resources and defaults.</typeparam>
    /// <param name="mode">The mode whose result is looked at.</param>
    /// <param name="config">What is set over its defaults; null for nothing.</param>
    /// <param name="cancellationToken">Ends it, as the end of the run does.</param>
    /// <returns>What is wrong, or null.</returns>
    /// <exception cref="ConfigurationException">The config does not go with its defaults.</exception>
    protected Task<string?> ValidateAsync<TOther>(string mode, ConfigMap? config = null, CancellationToken cancellationToken = default)
        where TOther : Whiteprint, new() =>
        ValidateAsync(new TOther(), mode, config, cancellationToken);

    /// <summary>Validates another whiteprint as a part of this one, on the same host.</summary>
    /// <param name="other">The other; it is not validated elsewhere at the same time.</param>
    /// <param name="mode">The mode whose result is looked at.</param>
    /// <param name="config">What is set over its defaults; null for nothing.</param>
    /// <param name="cancellationToken">Ends it, as the end of the run does.</param>
    /// <returns>What is wrong, or null.</returns>
    /// <exception cref="ConfigurationException">The config does not go with its defaults.</exception>
    protected Task<string?> ValidateAsync(Whiteprint other, string mode, ConfigMap? config = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(other);
        return NestAsync(other, config, (scope, merged) => other.ValidateInAsync(scope, merged, mode), cancellationToken);
    }

    /// <summary>Executes it with what a run lends it.</summary>
    internal async Task ExecuteInAsync(WhiteprintScope scope, ConfigMap config, string mode)
    {
        Take(scope, config);
        try
        {
            await ExecuteAsync(mode, scope.Stop).ConfigureAwait(false);
        }
        finally
        {
            (_scope, _config, _templates) = (null, null, null);
        }
    }

    /// <summary>Validates it with what a run lends it.</summary>
    internal async Task<string?> ValidateInAsync(WhiteprintScope scope, ConfigMap config, string mode)
    {
        Take(scope, config);
        try
        {
            return await ValidateAsync(mode, scope.Stop).ConfigureAwait(false);
        }
        catch (ValidationException invalid)
        {
            return invalid.Remedy is null ? invalid.What : $"{invalid.What} {invalid.Remedy}";
        }
        finally
        {
            (_scope, _config, _templates) = (null, null, null);
        }
    }

    private WhiteprintTemplates Templates =>
        _templates ??= new(Name, TemplateEnvironment(WhiteprintTemplates.LoaderOf(Name, Scope.Resources)), Scope.Resources);

    private Value TemplateVariables(ConfigMap? configOverride)
    {
        var config = configOverride is null
            ? Config
            : ConfigMerge.Merge([new($"config of whiteprint {Name}", Config), new("the override of this template", configOverride)]);
        return TemplateValues.Of(config, Target);
    }

    private Task<T> NestAsync<T>(
        Whiteprint other, ConfigMap? config, Func<WhiteprintScope, ConfigMap, Task<T>> work, CancellationToken cancellationToken)
    {
        var merged = ConfigMerge.Merge(
        [
            new($"defaults of whiteprint {other.Name}", other.DefaultConfig),
            new($"whiteprint {Name}, which nests {other.Name}", config ?? ConfigMap.Empty),
        ]);
        return Scope.DoAsync(token => work(Scope with { Stop = token }, merged), cancellationToken);
    }

    private void Take(WhiteprintScope scope, ConfigMap config)
    {
        // Two users at once would read each other's config.
        if (Interlocked.CompareExchange(ref _scope, scope, null) is not null)
            throw new InvalidOperationException($"The whiteprint '{Name}' is at work already; make another object of {GetType().Name}.");
        _config = config;
    }

    private InvalidOperationException NotInARun() =>
        new($"{GetType().Name} has a config, a host and resources only while it is executed or validated.");
}
