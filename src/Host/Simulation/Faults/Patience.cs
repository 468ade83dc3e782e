namespace NhatLe.Host.Simulation.Faults;

/// <summary>People whose browser says that nobody answers try again, for minutes. What they sent carries its own id or version, so twice is once.</summary>
sealed class Patience(TimeSpan longest) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = 64 })
{
    /// <summary>An answer was lost: what was asked may have been done, and a conflict may say just that.</summary>
    public static readonly HttpRequestOptionsKey<bool> TriedBefore = new("tried-before");

    static readonly TimeSpan wait = TimeSpan.FromMilliseconds(250);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var began = TimeProvider.System.GetTimestamp(); ;)
        {
            try
            {
                var answer = await base.SendAsync(request, cancellationToken);
                await answer.Content.LoadIntoBufferAsync(cancellationToken); // a server that is killed in the middle of an answer has not answered
                return answer;
            }
            catch (Exception e) when (e is HttpRequestException or IOException && TimeProvider.System.GetElapsedTime(began) < longest)
            {
                request.Options.Set(TriedBefore, true);
                await Task.Delay(wait, TimeProvider.System, cancellationToken);
            }
        }
    }
}
