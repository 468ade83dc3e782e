using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NhatLe.Exchange.Certificates;

namespace NhatLe.Exchange.Shared;

/// <summary>The door for partners: a port of its own, by TLS with their certificate, with nothing of the pages behind it.</summary>
public sealed class SharedServer(ExchangeSettings settings, IServiceProvider services) : IHostedService, IAsyncDisposable
{
    public const int LongestBody = 10 * 1024 * 1024;

    WebApplication? app;

    /// <summary>Where it listens; null where it does not.</summary>
    public string? Address => app?.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Urls.Length == 0) return;
        var (certificates, answer) = (services.GetRequiredService<ExchangeCertificates>(), services.GetRequiredService<AnswerPartner>());
        var (url, builder) = (new Uri(settings.Urls), WebApplication.CreateEmptyBuilder(new()));
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            (kestrel.AddServerHeader, kestrel.Limits.MaxRequestBodySize, kestrel.Limits.MaxConcurrentConnections) = (false, LongestBody, 200);
            kestrel.Listen(IPAddress.TryParse(url.Host, out var address) ? address : url.IsLoopback ? IPAddress.Loopback : IPAddress.Any, url.Port, listen => Http1(listen).UseHttps(https =>
            {
                https.ServerCertificate = certificates.Own;
                https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
                https.ClientCertificateValidation = (shown, _, _) => certificates.IsBelieved(shown, CertificateUse.Client, out _);
            }));
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(o => (o.SingleLine, o.TimestampFormat) = (true, "HH:mm:ss "));
        app = builder.Build();
        app.Run(answer.Run);
        await app.StartAsync(cancellationToken);
    }

    /// <summary>One message at a time on a connection: what a partner may hold open is bounded by connections alone.</summary>
    static ListenOptions Http1(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http1;
        return listen;
    }

    public Task StopAsync(CancellationToken cancellationToken) => app?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => app?.DisposeAsync() ?? ValueTask.CompletedTask;
}
