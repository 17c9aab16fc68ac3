namespace Marchitect.Tests.Prefabs;

/// <summary>Kills the sshd that it is run by, once: what came before it in the run is done, what is owed is not.</summary>
internal sealed record LosesItsConnection : Prefab
{
    protected internal override string Title => "loss of the connection";

    protected internal override Probe Observe(string mode) => Probe.Query($"test -e /srv/lost");

    protected internal override Change Decide(string mode, Finding found) => found is CommandFinding { IsSuccess: true }
        ? Change.None
        : Change.Of(Shell.Raw(
            """
            touch /srv/lost
            p=$$
            while read -r name </proc/$p/comm && [ "$name" != sshd ]; do p=$(sed 's/.*) . \([0-9]*\) .*/\1/' /proc/$p/stat); done
            kill -9 $p $PPID
            sleep 60
            """));
}
