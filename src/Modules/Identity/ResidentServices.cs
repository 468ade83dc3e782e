using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Assisted;
using NhatLe.Identity.On;
using NhatLe.Identity.Registrations;
using NhatLe.Identity.Representations;
using NhatLe.Platform.Directory.Reform;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Files;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Ui;

namespace NhatLe.Identity;

/// <summary>Residents' accounts (registered by phone, or opened at a desk) and who acts for whom: the part of the module's table of contents.</summary>
static class ResidentServices
{
    public static IServiceCollection AddResidents(this IServiceCollection services)
    {
        services.AddSingleton<RegistrationLimits>().AddScoped<BeginRegistration.Handler>().AddScoped<CompleteRegistration.Handler>();
        services.AddReaction<RegistrationBegun, SendRegistrationCode>();

        services.AddScoped<OpenAtDesk.Handler>().AddScoped<Activate.Handler>();
        services.AddSingleton(new NavItem("id-card", "Mở tài khoản giúp", "~" + AtDeskModel.Address, Permits.Assist, Order: 32, Short: "Tài khoản dân"));
        services.AddSingleton(new AccessPurpose(Permits.Assist, "để mở tài khoản tại quầy"));

        services.AddScoped<IRepresentations, RepresentationsApi>().AddScoped<IReformParticipant, RepresentationsInReform>().AddScoped<IFileUse, FilesOfRepresentations>();
        services.AddScoped<OtherSide>().AddScoped<AskRepresentation.Handler>().AddScoped<CheckRepresentation.Handler>().AddScoped<EndRepresentation.Handler>().AddScoped<ReadRepresentations.Handler>();
        services.AddReaction<RepresentationApproved, TellAboutRepresentation>();
        services.AddReaction<RepresentationRefused, TellAboutRepresentation>();
        services.AddReaction<RepresentationEnded, TellAboutRepresentation>();
        services.AddJob<TellBeforeEnd>("identity.representations-ending", "Báo trước 30 ngày và 7 ngày khi sắp hết quyền đại diện", Every.Day(7).AndEachLegalDay);
        services.AddJob<ForgetRepresentations>("identity.forget-representations", "Xóa quyền đại diện đã hết quá 10 năm", Every.Day(3));
        services.AddSingleton(new DutyKind(Duties.CheckRepresentation, "Xác nhận quyền đại diện", Icon: "people"));
        services.AddSingleton(new NavItem("people", "Quyền đại diện", "~" + RepresentationModel.Address, Permits.CheckRepresentation, Order: 37, Short: "Đại diện"));
        services.AddSingleton(new AccessPurpose(Permits.CheckRepresentation, "để xác nhận quyền đại diện"));
        return services;
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        BeginRegistration.Map(routes);
        CompleteRegistration.Map(routes);
        OpenAtDesk.Map(routes);
        Activate.Map(routes);
        AskRepresentation.Map(routes);
        CheckRepresentation.Map(routes);
        EndRepresentation.Map(routes);
        ReadRepresentations.Map(routes);
    }
}
