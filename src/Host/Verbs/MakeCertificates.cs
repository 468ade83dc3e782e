using System.CommandLine;
using NhatLe.Exchange.Certificates;

namespace NhatLe.Host.Verbs;

/// <summary><c>nhatle certificates FOLDER MEMBER…</c>: a small authority and certificates for the members of a demonstration's data exchange. What is there stays.</summary>
static class MakeCertificates
{
    public static Command Command()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "Where they go: authority.pem, and a file for each member: VN+GOV+H46.pem." };
        var members = new Argument<string[]>("members") { Description = "INSTANCE/CLASS/MEMBER, as VN/GOV/H46; with --documents H46.", Arity = ArgumentArity.OneOrMore };
        var host = new Option<string>("--host") { Description = "Where their servers are reached.", DefaultValueFactory = _ => "localhost" };
        var documents = new Option<bool>("--documents") { Description = "For signing on the document axis: made out to identification codes of agencies, as H46." };
        var command = new Command("certificates", "Makes certificates for a demonstration's data exchange. In production they come from the authority of the exchange.") { folder, members, host, documents };
        command.SetAction(parsed =>
        {
            var (to, names) = (parsed.GetValue(folder)!.FullName, parsed.GetValue(members)!);
            if (parsed.GetValue(documents)) CertificateFolder.WriteSigners(to, names, TimeProvider.System);
            else CertificateFolder.Write(to, names, parsed.GetValue(host)!, TimeProvider.System);
        });
        return command;
    }
}
