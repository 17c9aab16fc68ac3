# forward.pl HUB FOLDER PORT ADDRESS: 127.0.0.1:PORT here (0: any free port) -> ADDRESS:22 in the hub namespace, with faults.
# FOLDER/forward.port tells the port. On SIGHUP the word in FOLDER/forward.wanted is done, and told in FOLDER/forward.mode:
#   open    bytes pass
#   hold    silence in both directions; what was underway waits
#   reset   connections are reset, new ones refused
#   drop    connections are reset, new ones pass
use strict;
use warnings;
use Errno qw(EAGAIN EINTR EINPROGRESS);
use Socket;
my ($here) = $0 =~ m{(.*)/};
require "$here/namespaces.pl";

my ($hub, $folder, $port, $address) = @ARGV;
my $buffer_limit = 1 << 20;
my ($mode, $wanted, $listener) = ("open", 0);
my %links;    # by id: client, target, up, to => { client => bytes, target => bytes }, ended => { ... }
my $next_id = 0;
$SIG{HUP}  = sub { $wanted = 1 };
$SIG{PIPE} = "IGNORE";
$SIG{TERM} = sub { exit 0 };

sub other { $_[0] eq "client" ? "target" : "client" }

sub start_listening {
    socket(my $socket, PF_INET, SOCK_STREAM, 0) or die "socket: $!\n";
    setsockopt($socket, SOL_SOCKET, SO_REUSEADDR, 1);
    bind($socket, sockaddr_in($port, INADDR_LOOPBACK)) && listen($socket, 128) or die "port $port: $!\n";
    nonblocking($socket);
    ($port) = sockaddr_in(getsockname($socket));
    $listener = $socket;
}

sub reset_socket { my ($socket) = @_; setsockopt($socket, SOL_SOCKET, SO_LINGER, pack("ii", 1, 0)); close $socket }

sub end_link {
    my ($link, $hard) = @_;
    $hard ? reset_socket($_) : close($_) for $link->{client}, $link->{target};
    delete $links{ $link->{id} };
}

sub change_mode {
    $wanted = 0;
    open(my $file, "<", "$folder/forward.wanted") or return;
    chomp($mode = <$file>);
    if ($mode eq "reset" || $mode eq "drop") { end_link($_, 1) for values %links }
    if ($mode eq "reset") { close $listener if $listener; undef $listener }
    else                  { $mode = "open" if $mode eq "drop"; start_listening() unless $listener }
    put("$folder/forward.mode", "$mode\n");
}

sub accept_all {
    while (accept(my $client, $listener)) {
        nonblocking($client);
        my $target = in_namespace($hub, sub { socket(my $socket, PF_INET, SOCK_STREAM, 0) or die "socket: $!\n"; $socket });
        nonblocking($target);
        setsockopt($_, 6, 1, 1) for $client, $target;    # TCP_NODELAY
        if (!connect($target, sockaddr_in(22, inet_aton($address))) && $! != EINPROGRESS) { reset_socket($client); next }
        my $id = ++$next_id;
        $links{$id} = { id => $id, client => $client, target => $target, up => 0, to => { client => "", target => "" }, ended => {}, shut => {} };
    }
}

# True while the link lives.
sub receive {
    my ($link, $from) = @_;
    my $to  = other($from);
    my $got = sysread($link->{$from}, $link->{to}{$to}, 65536, length $link->{to}{$to});
    if (defined $got) { $link->{ended}{$from} = 1 if $got == 0; return 1 }
    return 1 if $! == EAGAIN || $! == EINTR;
    end_link($link, 1);
    return 0;
}

sub send_waiting {
    my ($link, $to) = @_;
    if (length $link->{to}{$to}) {
        my $sent = syswrite($link->{$to}, $link->{to}{$to});
        if (!defined $sent) { return 1 if $! == EAGAIN || $! == EINTR; end_link($link, 1); return 0 }
        substr($link->{to}{$to}, 0, $sent, "");
    }
    if (!length $link->{to}{$to} && $link->{ended}{ other($to) } && !$link->{shut}{$to}) {
        shutdown($link->{$to}, 1);
        $link->{shut}{$to} = 1;
    }
    return 1;
}

start_listening();
put("$folder/forward.mode", "$mode\n");
put("$folder/forward.port", "$port\n");
while (1) {
    change_mode() if $wanted;
    if ($mode eq "hold") { select(undef, undef, undef, 0.5); next }

    my ($readable, $writable) = ("", "");
    vec($readable, fileno($listener), 1) = 1 if $listener;
    for my $link (values %links) {
        vec($writable, fileno($link->{target}), 1) = 1 unless $link->{up};
        for my $side ("client", "target") {
            next if $side eq "target" && !$link->{up};
            vec($readable, fileno($link->{$side}), 1) = 1 if !$link->{ended}{$side} && length $link->{to}{ other($side) } < $buffer_limit;
            vec($writable, fileno($link->{$side}), 1) = 1 if length $link->{to}{$side};
        }
    }
    # A signal that came before select is seen a second later at most.
    next if select($readable, $writable, undef, 1) < 0;

    accept_all() if $listener && vec($readable, fileno($listener), 1);
  LINK: for my $link (values %links) {
        if (!$link->{up} && vec($writable, fileno($link->{target}), 1)) {
            if (unpack("i", getsockopt($link->{target}, SOL_SOCKET, SO_ERROR))) { end_link($link, 1); next }
            $link->{up} = 1;
        }
        for my $side ("client", "target") {
            my $is_readable = defined fileno($link->{$side}) && vec($readable, fileno($link->{$side}), 1);
            next LINK if $is_readable && !receive($link, $side);
        }
        for my $side ("client", "target") {
            next if $side eq "target" && !$link->{up};
            next LINK unless send_waiting($link, $side);
        }
        end_link($link, 0) if $link->{shut}{client} && $link->{shut}{target};
    }
}
