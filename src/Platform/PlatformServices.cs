using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Directory.Reform;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Files;
using NhatLe.Platform.Forms;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Live;
using NhatLe.Platform.Outbound;
using NhatLe.Platform.Papers;
using NhatLe.Platform.Text;

namespace NhatLe.Platform;

public static class PlatformServices
{
    public static IServiceCollection AddPlatform(this IServiceCollection services, Database database, byte[] masterKey, FileStoreOptions files, SealKey sealKey, OutboundSettings outbound)
    {
        services.AddSingleton(_ => database).AddSingleton(sealKey); // made by the container, so that it is closed with it
        services.AddSingleton(sp => new Keyring(database, masterKey, sp.GetRequiredService<TimeProvider>()));
        services.AddSingleton<FormLibrary>().AddSingleton<ColumnCipher>().AddSingleton<SearchTokens>().AddSingleton<Codes>().AddSingleton<Migrator>();
        services.AddSingleton(new SchemaSource("platform", typeof(PlatformServices).Assembly));
        services.AddSingleton<OpenStreams>().AddSingleton<NhatLe.Platform.Web.KeptPages>();
        services.AddSingleton<Reactions>().AddSingleton<DispatchSignal>().AddSingleton<LiveHub>();
        services.AddScoped<CurrentDelivery>().AddScoped<FactContext>();
        services.AddScoped<ActorHolder>().AddScoped(sp => sp.GetRequiredService<ActorHolder>().Current).AddScoped<StepUp>();
        services.AddModuleDb<PlatformDb>();
        services.AddSingleton(files).AddSingleton<FileStore>().AddSingleton<Thumbnails>().AddSingleton<PagesToPdf>().AddScoped<UploadBook>();
        services.AddJob<FileSweep>("files.sweep", "Dọn tệp không còn hồ sơ nào cần", Every.Hour.AndAtStart);
        services.AddSingleton<PdfPrinter>().AddSingleton<StandalonePage>();
        services.AddSingleton<PositionTemplates>().AddSingleton<ManyEntries>().AddScoped<DirectoryReform>().AddScoped<IReformParticipant, DutiesInReform>();
        services.AddSingleton<DirectoryCache>().AddHostedService(sp => sp.GetRequiredService<DirectoryCache>());
        services.AddHostedService<LiveRelay>();
        services.AddSingleton<JobRunner>().AddSingleton<QuartzOfThisNode>().AddSchedules().AddSingleton<JobTimer>().AddScoped<JobList>().AddHostedService(sp => sp.GetRequiredService<JobTimer>());
        services.AddOutbound(outbound);
        services.AddReaction<JobAsked, RunAskedJob>();
        services.AddSingleton<Dispatcher>().AddHostedService(sp => sp.GetRequiredService<Dispatcher>());
        services.AddSingleton<AccessLog>().AddHostedService(sp => sp.GetRequiredService<AccessLog>());
        services.AddSingleton<Sealer>().AddHostedService(sp => sp.GetRequiredService<Sealer>());
        services.AddScoped<ISeed, DirectorySeed>();
        services.AddScoped<SearchIndex>().AddScoped<DutyList>().AddScoped<DeadLetters>().AddScoped<JournalReader>().AddScoped<JournalCheck>().AddScoped<SealCheck>().AddScoped<SealBook>().AddScoped<JournalProof>().AddScoped<EntryProof>().AddScoped<AccessReader>().AddScoped<Notices>();
        return services;
    }

    /// <summary>One a scope, from a pool: what EF Core builds inside a context was a tenth of a filing.</summary>
    public static IServiceCollection AddModuleDb<T>(this IServiceCollection services) where T : ModuleDb =>
        services.AddPooledDbContextFactory<T>((sp, options) => sp.GetRequiredService<Database>().Configure(options), poolSize: 64).AddScoped(sp =>
        {
            var db = sp.GetRequiredService<IDbContextFactory<T>>().CreateDbContext();
            db.Enter(sp.GetRequiredService<FactContext>());
            return db;
        });
}
