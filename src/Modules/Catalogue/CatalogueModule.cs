using System.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NhatLe.Catalogue.Curated;
using NhatLe.Catalogue.Editing;
using NhatLe.Catalogue.Import;
using NhatLe.Catalogue.Procedures;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Text;
using NhatLe.Platform.Ui;
using NhatLe.Platform.Web;

namespace NhatLe.Catalogue;

/// <summary>The catalogue of administrative procedures (danh mục thủ tục hành chính): public pages, import, editing, approval and publishing on a day.</summary>
public sealed class CatalogueModule : IModule
{
    public string Name => "catalogue";

    public IEnumerable<Assembly> Contracts => [typeof(ICatalogue).Assembly];

    public void AddServices(IServiceCollection services)
    {
        services.AddModuleDb<CatalogueDb>();
        services.AddSingleton<CatalogueIndex>().AddSingleton<IKeptPages>(sp => sp.GetRequiredService<CatalogueIndex>()).AddSingleton<Fields>();
        services.AddScoped<ICatalogue, CatalogueApi>();
        services.TryAddSingleton(s => SearchSynonyms.Parse(File.ReadAllText(s.GetRequiredService<ReferenceData>().PathOf("search-synonyms.json"))));
        services.AddSingleton<Flows>().AddSingleton<Profile2024>().AddSingleton<CuratedFile>().AddSingleton<SourceReading>();
        services.AddScoped<ISeed, CuratedSeed>();
        services.AddScoped<BrowseProcedures.Handler>().AddScoped<ProcedureWords>();
        services.AddSingleton(ShareProcedures.Service);
        services.AddScoped<ImportProcedures.Handler>();
        services.AddScoped<TypedAside>().AddScoped<BeginDraft.Handler>().AddScoped<SaveDraft.Handler>().AddScoped<DiscardDraft.Handler>().AddScoped<SubmitDraft.Handler>();
        services.AddScoped<ApproveVersion.Handler>().AddScoped<ReturnVersion.Handler>().AddScoped<ListProcedures.Handler>();
        services.AddJob<PublishOnTheDay>("catalogue.publish-on-the-day", "Công bố thủ tục đến ngày", Every.Minute.AndEachLegalDay);
        services.AddSingleton(new DutyKind(Duties.Approve, "Duyệt thủ tục", "document"));
        services.AddSingleton(new DutyKind(Duties.Revise, "Sửa thủ tục bị trả lại", "pen"));
        services.AddSingleton(new NavItem("document", "Danh mục thủ tục", "~/danh-muc", Permits.Edit, Order: 60));
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        BrowseProcedures.Map(routes);
        ListProcedures.Map(routes);
        BeginDraft.Map(routes);
        SaveDraft.Map(routes);
        DiscardDraft.Map(routes);
        SubmitDraft.Map(routes);
        ApproveVersion.Map(routes);
        ReturnVersion.Map(routes);
    }
}
