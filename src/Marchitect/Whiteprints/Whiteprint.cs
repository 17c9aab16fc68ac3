using Marchitect.Jinja;
using Marchitect.Prefabs;

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
    private WhiteprintScope? _scope;
    private PrefabContext? _context;
    private object? _record;
    private IReadOnlyList<object> _head = [];
    private IReadOnlyList<object> _tail = [];
    private string? _mode;

    /// <summary>
    /// The name in reports, and of the folder of its resources. <value>Default: the class name in snake_case without a <c>Whiteprint</c>
    /// ending, e.g. <c>web_server</c> for <c>WebServerWhiteprint</c>.</value>
    /// </summary>
    public virtual string Name => WhiteprintName.Of(GetType().Name);

    /// <summary>What its config holds where nobody says otherwise. <value>Default: nothing.</value></summary>
    public virtual ConfigMap DefaultConfig => ConfigMap.Empty;

    /// <summary>
    /// What its config may hold, checked before the first host is reached. <value>Default: null, anything; of a <see cref="Whiteprint{TConfig}"/>,
    /// what its record says.</value>
    /// </summary>
    public virtual ConfigSchema? Schema => null;

    /// <summary>Its config for this run: the defaults, and over them what the plan, the step and the run set.</summary>
    protected ConfigMap Config => Context.Config;

    private protected object ConfigRecordInRun => _record ?? throw NotInARun();

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

    /// <summary>
    /// The prefabs that come before its own code, in order; also whole whiteprints, by <c>Prefab.Of&lt;TOther&gt;(config)</c>.
    /// <value>Default: none.</value>
    /// </summary>
    /// <remarks>
    /// They may depend on <see cref="Config"/> and <see cref="Target"/>, and are asked for before anything is done on the host; also once before it is
    /// reached, when <see cref="Target"/> throws, so that mistakes in their templates are found by then. Those of
    /// neighbouring whiteprints travel together, in one round trip to look and one to change, until code of a whiteprint touches the host.
    /// </remarks>
    protected internal virtual IEnumerable<Prefab> Head => [];

    /// <summary>The prefabs that come after its own code, as <see cref="Head"/>. <value>Default: none.</value></summary>
    protected internal virtual IEnumerable<Prefab> Tail => [];

    /// <summary>The user that it acts as on the host. <value>Default: null, as the step or the run says, else the one who logged in.</value></summary>
    protected internal virtual Become? As => null;

    private ExecOptions? WithUser(ExecOptions? options) => Scope.As is null || options?.As is not null ? options : (options ?? new()) with { As = Scope.As };

    private TransferOptions? WithUser(TransferOptions? options) => Scope.As is null || options?.As is not null ? options : (options ?? new()) with { As = Scope.As };

    private TreeOptions? WithUser(TreeOptions? options) => Scope.As is null || options?.As is not null ? options : (options ?? new()) with { As = Scope.As };

    private PrefabContext Context => _context ?? throw NotInARun();

    private WhiteprintScope Scope => _scope ?? throw NotInARun();

    /// <summary>Does what the mode asks for. A mode it knows nothing of, it leaves alone.</summary>
    /// <param name="mode">What is being done, e.g. <see cref="Mode.Install"/>; compare it whole.</param>
    /// <param name="cancellationToken">The end of the run. What this class does on the host observes it anyway; give it to waits of your own.</param>
    /// <returns>A task that ends when it is done. <value>Default: nothing is done beside the prefabs.</value></returns>
    protected virtual Task ExecuteAsync(string mode, CancellationToken cancellationToken) => Task.CompletedTask;

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
    protected Task<ExecResult> ExecAsync(ShellCommand command, ExecOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        var shown = Scope.Session.Redactor.With(options?.Hidden ?? []).Redact(command.Text);
        if (!Scope.IsDryRun)
        {
            return Scope.DoAsync(
                token =>
                {
                    // What is pending is done by now, so that the plan's order is the run's.
                    Scope.Expect(shown, command.Text);
                    return Scope.Session.ExecAsync(command, WithUser(options), token);
                }, cancellationToken);
        }
        Scope.Tell(shown, command.Text);
        return Task.FromResult(ExecResult.OfDryRun($"'{shown}', which a dry run does not run"));
    }

    /// <inheritdoc cref="ExecAsync(ShellCommand, ExecOptions?, CancellationToken)"/>
    protected Task<ExecResult> ExecAsync(ShellCommand command, CancellationToken cancellationToken) =>
        ExecAsync(command, null, cancellationToken);

    /// <summary>Runs a command that changes nothing on the host; one round trip. What only looks is asked this way.</summary>
    /// <inheritdoc cref="ExecAsync(ShellCommand, ExecOptions?, CancellationToken)"/>
    protected Task<ExecResult> QueryAsync(ShellCommand command, ExecOptions? options = null, CancellationToken cancellationToken = default) =>
        Scope.DoAsync(token => Scope.Session.ExecAsync(command, WithUser(options), token), cancellationToken);

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
    protected async Task<TransferResult> UploadAsync(
        string localPath, string path, TransferOptions? options = null, CancellationToken cancellationToken = default) =>
        Scope.IsPlanned
            ? await LookAtUploadAsync(
                Context.Read(localPath), path, (options ?? new()) with { Permissions = options?.Permissions ?? Context.PermissionsOf(localPath) }, cancellationToken).ConfigureAwait(false)
            : await Scope.DoAsync(token => Scope.Session.UploadAsync(Resource(localPath), path, WithUser(options), token), cancellationToken).ConfigureAwait(false);

    /// <summary>Brings bytes to the host as a file: whole or not at all, and only where it differs.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="path">Where it goes on the host; <c>~/</c> is the session user's home.</param>
    /// <param name="options">Permissions, owner and the like; null for the defaults.</param>
    /// <param name="cancellationToken">Gives it up; nothing is left behind.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="TransferException">It could not be brought there.</exception>
    protected Task<TransferResult> UploadAsync(
        ReadOnlyMemory<byte> content, string path, TransferOptions? options = null, CancellationToken cancellationToken = default) =>
        Scope.IsPlanned
            ? LookAtUploadAsync(content, path, options, cancellationToken)
            : Scope.DoAsync(token => Scope.Session.UploadAsync(content, path, WithUser(options), token), cancellationToken);

    /// <summary>Brings a stream, read to its end, to the host as a file: whole or not at all.</summary>
    /// <param name="content">The stream. Not disposed.</param>
    /// <param name="path">Where it goes on the host; <c>~/</c> is the session user's home.</param>
    /// <param name="options">Permissions, owner and the like; null for the defaults.</param>
    /// <param name="cancellationToken">Gives it up; nothing is left behind.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="TransferException">It could not be brought there.</exception>
    protected Task<TransferResult> UploadAsync(
        Stream content, string path, TransferOptions? options = null, CancellationToken cancellationToken = default) =>
        Scope.IsDryRun
            ? Task.FromResult(NotTransferred(path, $"the upload of a stream to {path}"))
            : ExpectedAsync($"the upload of a stream to {path}", token => Scope.Session.UploadAsync(content, path, WithUser(options), token), cancellationToken);

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
        return await UploadAsync(PrefabContext.Encode(text), path, options, cancellationToken).ConfigureAwait(false);
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
            PrefabContext.Encode(RenderTemplateFromString(template, configOverride)), path, options, cancellationToken).ConfigureAwait(false);

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
        Context.Render(resourcePath, configOverride);

    /// <summary>Renders a text as a Jinja2 template; no round trip.</summary>
    /// <param name="template">The text of the template.</param>
    /// <param name="configOverride">What is set over the config for this rendering alone, maps merged deeply; null for nothing.</param>
    /// <returns>The text.</returns>
    /// <exception cref="TemplateFailedException">It is not valid, or cannot be rendered with this config.</exception>
    /// <exception cref="ConfigurationException"><paramref name="configOverride"/> does not go with the config.</exception>
    protected string RenderTemplateFromString(string template, ConfigMap? configOverride = null) => Context.RenderText(template, configOverride);

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
        Scope.IsDryRun
            ? Task.FromResult(TreeNotTransferred(folder))
            : ExpectedAsync($"the upload of a folder to {folder}", token => Scope.Session.UploadTreeAsync(Resource(localFolder), folder, WithUser(options), token), cancellationToken);

    /// <summary>Brings a file from the host into a local file.</summary>
    /// <param name="path">The file on the host; <c>~/</c> is the session user's home.</param>
    /// <param name="localPath">Where it goes on this machine; a relative path starts at the current directory.</param>
    /// <param name="options">Permissions and the like; null for the defaults.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="TransferException">It could not be brought here.</exception>
    protected Task<TransferResult> DownloadAsync(
        string path, string localPath, TransferOptions? options = null, CancellationToken cancellationToken = default) =>
        Scope.IsDryRun
            ? Task.FromResult(NotTransferred(path, $"the download of {path} to {localPath}"))
            : ExpectedAsync($"the download of {path} to {localPath}", token => Scope.Session.DownloadAsync(path, localPath, WithUser(options), token), cancellationToken);

    /// <summary>Brings a file from the host into a stream.</summary>
    /// <param name="path">The file on the host; <c>~/</c> is the session user's home.</param>
    /// <param name="destination">Takes the content. Not disposed.</param>
    /// <param name="options">Time limit and the like; null for the defaults.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="TransferException">It could not be brought here.</exception>
    protected Task<TransferResult> DownloadAsync(
        string path, Stream destination, TransferOptions? options = null, CancellationToken cancellationToken = default) =>
        Scope.DoAsync(token => Scope.Session.DownloadAsync(path, destination, WithUser(options), token), cancellationToken);

    /// <summary>Brings a file from the host into memory.</summary>
    /// <param name="path">The file on the host; <c>~/</c> is the session user's home.</param>
    /// <param name="options">Time limit and the like; null for the defaults.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>Its content.</returns>
    /// <exception cref="TransferException">It could not be brought here.</exception>
    protected Task<byte[]> DownloadBytesAsync(string path, TransferOptions? options = null, CancellationToken cancellationToken = default) =>
        Scope.DoAsync(token => Scope.Session.DownloadBytesAsync(path, WithUser(options), token), cancellationToken);

    /// <summary>The absolute path of a resource: <c>RESOURCE PATH/NAME/relativePath</c>, in the first resource path that has it.</summary>
    /// <param name="relativePath">Path below this whiteprint's folder, e.g. <c>site.conf</c>; an absolute path is taken as it is.</param>
    /// <returns>The path of the file or folder on this machine.</returns>
    /// <exception cref="ResourceNotFoundException">It is in none of them; the error lists them all.</exception>
    protected string Resource(string relativePath) => Context.Resource(relativePath);

    /// <summary>Brings a prefab about, here and now, as a part of the code: its outcome is a value, so that "when the file changed" is an <c>if</c>.</summary>
    /// <param name="prefab">The prefab; no whiteprint.</param>
    /// <param name="mode">What it is to do. <value>Default: null, what this whiteprint is executed for.</value></param>
    /// <param name="cancellationToken">Ends it, as the end of the run does.</param>
    /// <returns>What came of it: unchanged, changed or skipped; in a dry run, what would come of it.</returns>
    /// <exception cref="MarchitectException">It failed; what came before it in this run is done.</exception>
    /// <remarks>One round trip where the host is as wanted, two where it is not; more as for all prefabs.</remarks>
    protected async Task<PrefabReport> ApplyAsync(Prefab prefab, string? mode = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prefab);
        if (prefab is NestedWhiteprint)
            throw new ArgumentException("A whiteprint has no outcome as a prefab has one; ExecuteAsync of this class executes it.", nameof(prefab));
        var entry = await Scope.AddAsync(prefab.Resolve(Context), mode ?? _mode ?? throw NotInARun()).ConfigureAwait(false);
        return await Scope.DoAsync(_ => entry.Concluded, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="ApplyAsync(Prefab, string?, CancellationToken)"/>
    protected Task<PrefabReport> ApplyAsync(Prefab prefab, CancellationToken cancellationToken) => ApplyAsync(prefab, null, cancellationToken);

    /// <summary>
    /// Has something run once at the end of the plan, also where a later step fails, and by the next run where this one is cut; one round trip,
    /// which writes it down on the host. Prefabs do it by <see cref="Prefab.Notify"/>, at no round trip.
    /// </summary>
    /// <param name="action">What is to be run.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>A task that ends when it is written down.</returns>
    protected async Task NotifyAsync(OnceAction action, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(action);
        if (Scope.IsDryRun)
        {
            Scope.OnWouldRun($"{action.Key}, once at the end");
            return;
        }
        await Scope.DoAsync(
            async token =>
            {
                await Scope.Prefabs.OweAsync(action, Scope.As, Scope.Where, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

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
            await other.BeginAsync(scope, merged).ConfigureAwait(false);
            try
            {
                await other.ExecutePartsAsync(mode).ConfigureAwait(false);
            }
            finally
            {
                other.End();
            }
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
        return NestAsync(other, config, async (scope, merged) =>
        {
            await other.BeginAsync(scope, merged).ConfigureAwait(false);
            try
            {
                return await other.ValidatePartsAsync(mode).ConfigureAwait(false);
            }
            finally
            {
                other.End();
            }
        }, cancellationToken);
    }

    /// <summary>Holds a merged config against what it may hold.</summary>
    /// <param name="merged">The config, every value in its place.</param>
    /// <param name="problems">Takes what is wrong.</param>
    internal virtual CheckedConfig Check(ConfigMap merged, ICollection<ConfigurationException> problems)
    {
        if (Schema is not { } schema)
            return new(merged, null);
        var check = new ConfigCheck();
        var tree = schema.Check(merged, check);
        foreach (var problem in check.Problems)
            problems.Add(problem);
        return check.Count > 0 ? new(merged, null)
            : tree is ConfigMap map ? new(map, null)
            : throw new InvalidOperationException($"The schema of {GetType().Name} makes {ConfigKindText.Of(tree.Kind)} of its config; a config is a map.");
    }

    /// <summary>
    /// Looks at the templates of its prefabs and of its code before a host is reached. What hangs on the host, or fails, is passed over: the run comes to
    /// it, and tells it better.
    /// </summary>
    internal void Foresee(CheckedConfig config, ResourcePaths resources, TemplateNeeds needs, ICollection<ConfigurationException> problems)
    {
        _record = config.Record;
        _context = new(Name, config.Tree, resources, TemplateEnvironment, () => throw NotInARun())
        {
            OnTemplate = new TemplateForesight(Schema, needs, GetType(), problems).Look,
        };
        try
        {
            Foresee(() => Head, resources, needs, problems);
            Foresee(() => Tail, resources, needs, problems);
            var (templates, texts) = CodeTemplates.Of(GetType());
            foreach (var template in templates)
                Try(() => Context.Render(template));
            foreach (var text in texts)
                Try(() => Context.RenderText(text));
        }
        finally
        {
            (_record, _context) = (null, null);
        }
    }

    private void Foresee(Func<IEnumerable<Prefab>> prefabs, ResourcePaths resources, TemplateNeeds needs, ICollection<ConfigurationException> problems) => Try(() =>
    {
        foreach (var prefab in prefabs())
        {
            Try(() =>
            {
                if (prefab is not NestedWhiteprint nested)
                {
                    prefab.Resolve(Context);
                    return;
                }
                var other = nested.Make();
                other.Foresee(ConfigFor(other, nested.Config, problems), resources, needs, problems);
            });
        }
    });

    private static void Try(Action look)
    {
        try
        {
            look();
        }
        catch (Exception later) when (later is not OutOfMemoryException)
        {
            // The code of users may throw anything where it finds no host yet.
        }
    }

    /// <summary>Takes what a run lends it, and reads what its prefabs need of this machine, before anything is done on the host.</summary>
    internal async Task BeginAsync(WhiteprintScope scope, CheckedConfig config)
    {
        // Two users at once would read each other's config.
        if (Interlocked.CompareExchange(ref _scope, scope, null) is not null)
            throw new InvalidOperationException($"The whiteprint '{Name}' is at work already; make another object of {GetType().Name}.");
        if (As is { } user)
            _scope = scope with { As = user };
        _record = config.Record;
        _context = new(Name, config.Tree, scope.Resources, TemplateEnvironment, () => scope.Session.Target) { Redactor = scope.Session.Redactor };
        _head = await ResolvedAsync(Head).ConfigureAwait(false);
        _tail = await ResolvedAsync(Tail).ConfigureAwait(false);
    }

    /// <summary>Gives back what the run lent.</summary>
    internal void End()
    {
        foreach (var nested in _head.Concat(_tail).OfType<Whiteprint>())
            nested.End();
        (_scope, _context, _record, _mode) = (null, null, null, null);
        (_head, _tail) = ([], []);
    }

    /// <summary>Executes head, code and tail.</summary>
    internal async Task ExecutePartsAsync(string mode)
    {
        _mode = mode;
        await ExecuteAllAsync(_head, mode).ConfigureAwait(false);
        await ExecuteAsync(mode, Scope.Stop).ConfigureAwait(false);
        await ExecuteAllAsync(_tail, mode).ConfigureAwait(false);
    }

    /// <summary>Validates head, code and tail. What is wrong with prefabs is in their reports.</summary>
    /// <returns>What the code found wrong, a line each, or null.</returns>
    internal async Task<string?> ValidatePartsAsync(string mode)
    {
        _mode = mode;
        var problems = new List<string?> { await ValidateAllAsync(_head, mode).ConfigureAwait(false) };
        try
        {
            problems.Add(await ValidateAsync(mode, Scope.Stop).ConfigureAwait(false));
        }
        catch (ValidationException invalid)
        {
            problems.Add(invalid.Remedy is null ? invalid.What : $"{invalid.What} {invalid.Remedy}");
        }
        problems.Add(await ValidateAllAsync(_tail, mode).ConfigureAwait(false));
        var all = string.Join('\n', problems.Where(problem => problem is not null));
        return all.Length == 0 ? null : all;
    }

    // Prefabs, and whiteprints among them that have begun.
    private async Task<List<object>> ResolvedAsync(IEnumerable<Prefab> prefabs)
    {
        var resolved = new List<object>();
        foreach (var prefab in prefabs)
        {
            if (prefab is not NestedWhiteprint nested)
            {
                resolved.Add(prefab.Resolve(Context));
                continue;
            }
            if (nested.Notify.Count > 0)
                throw new ArgumentException($"A whiteprint among the prefabs of '{Name}' has Notify, and does not tell whether it changed something; give it to its own prefabs.");
            var other = nested.Make();
            var config = await ConfigForAsync(other, nested.Config).ConfigureAwait(false);
            await other.BeginAsync(nested.As is { } user ? Scope with { As = user } : Scope, config).ConfigureAwait(false);
            resolved.Add(other);
        }
        return resolved;
    }

    private async Task ExecuteAllAsync(IReadOnlyList<object> parts, string mode)
    {
        foreach (var run in Runs(parts))
        {
            if (run is Whiteprint other)
                await other.ExecutePartsAsync(mode).ConfigureAwait(false);
            else
                await Scope.AddAsync((List<Prefab>)run, mode).ConfigureAwait(false);
        }
    }

    private async Task<string?> ValidateAllAsync(IReadOnlyList<object> parts, string mode)
    {
        var problems = new List<string>();
        foreach (var run in Runs(parts))
        {
            if (run is List<Prefab> prefabs)
                await Scope.AddAsync(prefabs, mode).ConfigureAwait(false);
            else if (await ((Whiteprint)run).ValidatePartsAsync(mode).ConfigureAwait(false) is { } problem)
                problems.Add(problem);
        }
        return problems.Count == 0 ? null : string.Join('\n', problems);
    }

    // Neighbouring prefabs as one list, whiteprints by themselves.
    private static List<object> Runs(IReadOnlyList<object> parts)
    {
        var runs = new List<object>();
        foreach (var part in parts)
        {
            if (part is not Prefab prefab)
                runs.Add(part);
            else if (runs.Count > 0 && runs[^1] is List<Prefab> list)
                list.Add(prefab);
            else
                runs.Add(new List<Prefab> { prefab });
        }
        return runs;
    }

    // The plan knows nothing of what is nested, so that its secrets are fetched here.
    private async Task<CheckedConfig> ConfigForAsync(Whiteprint other, ConfigMap config)
    {
        var problems = new List<ConfigurationException>();
        var found = ConfigFor(other, config, problems);
        if (problems.Count > 0)
            throw ConfigurationException.Of(problems);
        await Scope.OnConfig(found.Tree, Scope.Where).ConfigureAwait(false);
        return found;
    }

    private CheckedConfig ConfigFor(Whiteprint other, ConfigMap config, ICollection<ConfigurationException> problems) => other.Check(
        ConfigMerge.Merge(
        [
            new($"defaults of whiteprint {other.Name}", other.DefaultConfig),
            new($"whiteprint {Name}, which nests {other.Name}", config),
        ], problems),
        problems);

    private async Task<T> NestAsync<T>(
        Whiteprint other, ConfigMap? config, Func<WhiteprintScope, CheckedConfig, Task<T>> work, CancellationToken cancellationToken)
    {
        var merged = await ConfigForAsync(other, config ?? ConfigMap.Empty).ConfigureAwait(false);
        return await Scope.WithinAsync(token => work(Scope with { Stop = token }, merged), cancellationToken).ConfigureAwait(false);
    }

    // What an upload would change is what a file of that content would.
    private async Task<TransferResult> LookAtUploadAsync(
        ReadOnlyMemory<byte> content, string path, TransferOptions? options, CancellationToken cancellationToken)
    {
        var owner = options?.Owner?.Split(':', 2) ?? [];
        var report = await ApplyAsync(
            new UploadedFile(content, path.StartsWith('/') || path.StartsWith('~') ? path : $"~/{path}")
            {
                As = options?.As,
                Permissions = options?.Permissions,
                Owner = owner is [{ Length: > 0 } user, ..] ? user : null,
                Group = owner is [_, { Length: > 0 } group] ? group : null,
            },
            Mode.Install, cancellationToken).ConfigureAwait(false);
        return new(path, content.Length, report.IsChanged, TimeSpan.Zero);
    }

    private Task<T> ExpectedAsync<T>(string what, Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken) => Scope.DoAsync(
        token =>
        {
            Scope.Expect(what, what);
            return operation(token);
        }, cancellationToken);

    private TransferResult NotTransferred(string path, string what)
    {
        Scope.Tell(what, what);
        return TransferResult.OfDryRun(path, $"{what}, which a dry run does not do");
    }

    private TreeResult TreeNotTransferred(string folder)
    {
        var what = $"the upload of a folder to {folder}";
        Scope.Tell(what, what);
        return TreeResult.OfDryRun(folder, $"{what}, which a dry run does not do");
    }

    private InvalidOperationException NotInARun() =>
        new($"{GetType().Name} has a config, a host and resources only while it is executed or validated.");
}
