# proxy.pl HUB READY_FILE: an HTTP proxy for the targets' apt and curl. It listens in the hub namespace and connects from here,
# through this machine's own proxy where http_proxy names one.
use strict;
use warnings;
use Socket;
my ($here) = $0 =~ m{(.*)/};
require "$here/namespaces.pl";

my ($hub, $ready) = @ARGV;
my ($upstream_host, $upstream_port) = ($ENV{http_proxy} // "") =~ m{^http://([^:/@]+):(\d+)};
$SIG{CHLD} = "IGNORE";
$SIG{PIPE} = "IGNORE";
$SIG{TERM} = sub { exit 0 };

sub send_all {
    my ($socket, $data) = @_;
    while (length $data) { my $sent = syswrite($socket, $data) or return 0; substr($data, 0, $sent, "") }
    return 1;
}

sub dial {
    my ($host, $port) = $upstream_host ? ($upstream_host, $upstream_port) : @_;
    my $address = inet_aton($host) or return;
    socket(my $socket, PF_INET, SOCK_STREAM, 0) or return;
    return connect($socket, sockaddr_in($port, $address)) ? $socket : undef;
}

sub refuse { send_all($_[0], "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"); exit 0 }

# One connection of a target: requests one after another to the same server, or a tunnel.
sub serve {
    my ($client) = @_;
    my ($waiting, $server, $place, $body_left, $is_tunnel) = ("", undef, "", 0, 0);
    while (1) {
        while (length $waiting) {
            if ($is_tunnel) { send_all($server, $waiting) or exit; $waiting = ""; last }
            if ($body_left) {
                my $part = substr($waiting, 0, $body_left, "");
                send_all($server, $part) or exit;
                $body_left -= length $part;
                next;
            }
            my $end = index($waiting, "\r\n\r\n");
            last if $end < 0;
            my $head = substr($waiting, 0, $end + 4, "");
            if ($head =~ m{^CONNECT ([^ :]+):(\d+) }) {
                $server = dial($1, $2) or refuse($client);
                $is_tunnel = 1;
                $upstream_host ? send_all($server, $head) : send_all($client, "HTTP/1.1 200 OK\r\n\r\n");
                next;
            }
            my ($host, $port, $path) = $head =~ m{^\S+ http://([^/:\s]+)(?::(\d+))?(\S*) } or refuse($client);
            $port ||= 80;
            exit if $server && $place ne "$host:$port";    # the target then asks again on a new connection
            $server ||= dial($host, $port) or refuse($client);
            $place = "$host:$port";
            $path  = "/" if $path eq "";
            $head =~ s{^(\S+) \S+}{$1 $path} unless $upstream_host;
            $head =~ s{^Proxy-Connection:.*\r\n}{}mi;
            $body_left = $1 if $head =~ m{^Content-Length:\s*(\d+)}mi;
            $is_tunnel = 1  if $head =~ m{^Transfer-Encoding:}mi;
            send_all($server, $head) or exit;
        }
        my $readable = "";
        vec($readable, fileno($_), 1) = 1 for grep { $_ } $client, $server;
        exit if select($readable, undef, undef, 300) <= 0;
        if (vec($readable, fileno($client), 1)) { sysread($client, $waiting, 65536, length $waiting) or exit }
        if ($server && vec($readable, fileno($server), 1)) {
            sysread($server, my $answer, 65536) or exit;
            send_all($client, $answer) or exit;
        }
    }
}

my $listener = in_namespace($hub, sub {
    socket(my $socket, PF_INET, SOCK_STREAM, 0) or die "socket: $!\n";
    setsockopt($socket, SOL_SOCKET, SO_REUSEADDR, 1);
    bind($socket, sockaddr_in(3128, inet_aton("10.77.0.1"))) && listen($socket, 128) or die "port 3128: $!\n";
    return $socket;
});
put($ready, "1\n");
while (1) {
    accept(my $client, $listener) or next;
    my $child = fork;
    if (defined $child && $child == 0) { close $listener; $SIG{CHLD} = "DEFAULT"; serve($client); exit 0 }
    close $client;
}
