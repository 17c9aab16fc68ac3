using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Marchitect;

/// <summary>What a saved plan was made from: the program and the config of each step.</summary>
internal static class PlanIdentity
{
    /// <summary>The modules that take part, each with its version id, which every build of other sources changes.</summary>
    public static IReadOnlyList<string> Program(SitePlan plan, IReadOnlyList<PlannedStep> steps) =>
    [
        .. steps.Select(step => step.Whiteprint.GetType().Module).Append(plan.GetType().Module).Append(typeof(PlanIdentity).Module)
            .Distinct().Select(Text).Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>What makes the config of each step the same.</summary>
    public static IReadOnlyList<string> Config(IReadOnlyList<PlannedStep> steps, Become? runAs) =>
    [
        .. steps.Select(step => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            $"{step.Number}\0{step.Name}\0{step.Whiteprint.GetType().FullName}\0{step.As ?? runAs}\0{step.Config}{Secrets(step.Config)}")))),
    ];

    // In the config they show as ***, and another one makes another plan.
    private static string Secrets(ConfigMap config) => string.Concat(config.SecretTexts.Select(text => string.Create(CultureInfo.InvariantCulture, $"\0{text.Length} {text}")));

    /// <summary>Holds a saved plan against this program, before the host is reached.</summary>
    /// <exception cref="PlanRefusedException">It is another's.</exception>
    public static void Expect(SavedPlan saved, SitePlan plan, string host, IReadOnlyList<PlannedStep> steps, Become? runAs)
    {
        if (saved.Plan != plan.Name)
            throw new PlanRefusedException(PlanRefusal.OtherPlan, $"the saved plan is of {saved.Plan}, not of {plan.Name}.", "Apply it with the program that made it.");
        if (saved.Host != host)
            throw new PlanRefusedException(PlanRefusal.OtherHost, $"the saved plan was made for {saved.Host}, not for {host}.", "Make a plan for each host, and name the host as the plan does.");
        var program = Program(plan, steps);
        if (!saved.Program.SequenceEqual(program))
        {
            throw new PlanRefusedException(
                PlanRefusal.OtherProgram, $"the saved plan was made by another build of the program: {string.Join(", ", program.Except(saved.Program).Concat(saved.Program.Except(program)))}.",
                "Apply it with the build that made it, or make the plan anew.");
        }
        var config = Config(steps, runAs).Select(saved.Keyed).ToList();
        var other = steps.Where((step, index) => index >= saved.Config.Count || saved.Config[index] != config[index]).ToList();
        if (other.Count > 0 || saved.Config.Count != config.Count)
        {
            throw new PlanRefusedException(
                PlanRefusal.OtherConfig, $"the saved plan was made with another config{(other.Count > 0 ? $" of step {other[0].Number} '{other[0].Name}'" : "")}.",
                "Give the config and the user that the plan was made with, or make the plan anew.");
        }
    }

    /// <summary>Holds a saved plan against the host that was reached.</summary>
    /// <exception cref="PlanRefusedException">It is another machine.</exception>
    public static void Expect(SavedPlan saved, Session session)
    {
        if (saved.HostKeyFingerprint is not null && session.HostKeyFingerprint is { } key && saved.HostKeyFingerprint != key)
            throw Other($"its host key is {key}, and the plan was made for {saved.HostKeyFingerprint}");
        if (saved.MachineId != session.Target.MachineId)
            throw Other($"its machine id is {session.Target.MachineId ?? "not there"}, and the plan was made for {saved.MachineId ?? "a machine without one"}");
    }

    private static PlanRefusedException Other(string how) =>
        new(PlanRefusal.OtherMachine, $"the host is another machine than the plan was made for: {how}.", "Find out which machine answers under this name, and make a plan for that one.");

    private static string Text(Module module)
    {
        try
        {
            return $"{module.Assembly.GetName().Name} {module.ModuleVersionId}";
        }
        catch (Exception none) when (none is NotSupportedException or InvalidOperationException)
        {
            // A native program may keep no ids of the modules that it was made from: then it is the file itself.
            return $"{Path.GetFileName(Environment.ProcessPath)} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Environment.ProcessPath!)))}";
        }
    }
}
